"""Letters that come in: whose they are, what they answer, and who takes them from here.

Whoever answers a letter of ours, at the address that only that letter names, from an address that is theirs, is heard
as themselves. Everything else is a conversation with somebody unproven. Machines are noted and never answered.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.files import FORGET_FILES_JOB
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging import mail_answers, threads
from baraza.messaging.answers import Answered, read_token
from baraza.messaging.contract import Mail, MediaReference
from baraza.messaging.locks import lock_contact
from baraza.messaging.metrics import RECEIVED, count_notice
from baraza.messaging.models import Address, Contact, ProviderNotice, Reach

# Fetching a photo is tried for about half an hour; a photo as it came tells where it was taken.
_FILES_KEPT_FOR = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class MailAnswer:
    """What a person answered, about a matter or (`about` is empty) about none; `key` is the same however often it comes."""

    contact_id: int
    about: str
    words: str
    photo_ids: tuple[str, ...]
    key: str


@dataclass(frozen=True, kw_only=True)
class MailConversation:
    """A letter about nothing that a service knows; of an `unproven` sender anybody can have written the name."""

    contact_id: int
    connection_id: int
    words: str
    unproven: bool
    key: str


class OnAnswer(Protocol):
    def __call__(self, *, answer: MailAnswer) -> bool:
        """Whether the words were for this one, and are settled with that."""


class OnConversation(Protocol):
    def __call__(self, *, letter: MailConversation) -> None:
        """Sees to it that staff answer."""


class OnPhoto(Protocol):
    def __call__(self, *, connection: ConnectionFacts, reference: MediaReference, contact_id: int) -> str:
        """Sees to it that the photo is fetched, and returns our id of it."""


_answers: list[OnAnswer] = []
_conversations: list[OnConversation] = []


def on_answer(handler: OnAnswer) -> None:
    _answers.append(handler)


def on_conversation(handler: OnConversation) -> None:
    """The one who takes what no service takes; a later one replaces an earlier."""
    _conversations[:] = [handler]


def take(*, mail: Mail, connection: ConnectionFacts, channel: str, photos: OnPhoto | None) -> None:
    """1. machines are noted; 2. whose it is; 3. kept, once; 4. to whoever the matter belongs; 5. what is not plain is said."""
    RECEIVED.labels(connection.source, "mail").inc()
    _forget_files_later(mail, connection)
    answered = _answered(mail)
    if mail.automatic:
        _note(mail, connection, answered)
        return
    contact = None if mail.doubtful else _sender_of(answered, mail, connection)
    unproven = contact is None
    contact = contact or _stranger(mail, connection)
    if threads.is_stored(connection_id=connection.id, external_id=mail.external_id):
        return
    _note_reached(contact, mail, connection)
    blocked = contact.blocked_at is not None
    photo_ids = tuple(
        photos(connection=connection, reference=one, contact_id=contact.pk)
        for one in (mail.photos if photos is not None and not blocked else ())
        if photos is not None
    )
    # A stranger to whom a letter was passed on must not get an address of their own to its matter.
    about = answered.about if answered is not None and not unproven else ""
    place = threads.MailPlace(
        contact_id=contact.pk, connection_id=connection.id, channel=channel, about=about, unproven=unproven
    )
    threads.store_mail(place=place, mail=mail, photo_ids=photo_ids)
    if not blocked:
        _pass_on(mail, place, photo_ids)
        _say(mail, place, other_sender=unproven and answered is not None)


def _pass_on(mail: Mail, place: threads.MailPlace, photo_ids: tuple[str, ...]) -> None:
    if not (mail.words or photo_ids) and not place.unproven:
        return
    answer = MailAnswer(
        contact_id=place.contact_id, about=place.about, words=mail.words, photo_ids=photo_ids, key=mail.external_id
    )
    if not place.unproven and any(handler(answer=answer) for handler in _answers):
        return
    letter = MailConversation(
        contact_id=place.contact_id,
        connection_id=place.connection_id,
        words=threads.shown_words(mail=mail, place=place),
        unproven=place.unproven,
        key=mail.external_id,
    )
    for handler in _conversations:
        handler(letter=letter)


def _say(mail: Mail, place: threads.MailPlace, *, other_sender: bool) -> None:
    """In their language, and of each thing once a day: two machines that answer each other fall silent."""
    if mail.doubtful:
        return
    if place.unproven:
        kind = "other_sender" if other_sender else "stranger"
    elif not mail.words and not mail.photos:
        kind = "empty"
    else:
        kind = ""
    for one in filter(None, (kind, "files" if mail.left else "")):
        mail_answers.say(
            contact_id=place.contact_id,
            connection_id=place.connection_id,
            kind=one,
            about=place.about,
            names=mail.left if one == "files" else (),
        )


def _answered(mail: Mail) -> Answered | None:
    return next(filter(None, (read_token(token=token) for token in mail.tokens)), None)


def _sender_of(answered: Answered | None, mail: Mail, connection: ConnectionFacts) -> Contact | None:
    """Whom we wrote to, locked, when the letter comes from an address of theirs; the heading alone proves nothing."""
    if answered is None or not mail.sender.email:
        return None
    try:
        contact = lock_contact(contact_id=answered.contact_id)
    except Contact.DoesNotExist:
        return None
    email = mail.sender.email
    proved = Address.objects.filter(contact_id=contact.pk, scheme=Address.Scheme.EMAIL, value=email)
    wrote = Reach.objects.filter(contact_id=contact.pk, connection_id=connection.id, user_id=email)
    return contact if proved.exists() or wrote.exists() else None


def _stranger(mail: Mail, connection: ConnectionFacts) -> Contact:
    """Known by the mailbox on this connection only: it is no address of theirs until they prove it.

    The door hands on one sender's letters one after the other, so nobody makes the same one known meanwhile.
    """
    email = mail.sender.email or ""
    reach = Reach.objects.filter(connection_id=connection.id, user_id=email).order_by("id").first()
    if reach is not None:
        return lock_contact(contact_id=reach.contact_id)
    organisation_id = current_organisation_id()
    contact = Contact.objects.create(organisation_id=organisation_id, name=mail.sender.name.replace("\x00", "")[:120])
    Reach.objects.create(
        organisation_id=organisation_id, contact_id=contact.pk, connection_id=connection.id, user_id=email
    )
    return contact


def _note_reached(contact: Contact, mail: Mail, connection: ConnectionFacts) -> None:
    """The person writes here now, so here they are answered."""
    if mail.doubtful:
        return
    Reach.objects.update_or_create(
        contact_id=contact.pk,
        connection_id=connection.id,
        defaults={"last_inbound_at": clock.now(), "unreachable_at": None},
        create_defaults={"organisation_id": current_organisation_id(), "last_inbound_at": clock.now()},
    )


def _note(mail: Mail, connection: ConnectionFacts, answered: Answered | None) -> None:
    reason = f"mail_{mail.automatic}"[:80]
    count_notice(provider=connection.source, reason=reason)
    ProviderNotice.objects.create(
        organisation_id=current_organisation_id(),
        connection_id=connection.id,
        reason=reason,
        detail=answered.about if answered is not None else "",
    )


def _forget_files_later(mail: Mail, connection: ConnectionFacts) -> None:
    if mail.photos:
        enqueue(
            job=FORGET_FILES_JOB,
            organisation_id=current_organisation_id(),
            arguments={"connection_id": connection.id, "item_id": mail.external_id},
            run_at=clock.now() + _FILES_KEPT_FOR,
        )
