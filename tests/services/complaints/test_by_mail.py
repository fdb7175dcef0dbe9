"""What residents answer to our letters is with their report; what is not theirs, or of a machine, is not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

import pytest
from PIL import Image
from tests.channels.letters import POSTMARK
from tests.channels.mails import READER, Written, mailed_by_postmark
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.live.models import MemberNotice
from baraza.capabilities.media.jobs import fetch
from baraza.capabilities.media.models import Media
from baraza.channels.email.letters import letter_of
from baraza.conversation.models import Thread
from baraza.conversation.threads import actions as threads
from baraza.core.identity.actor import Actor
from baraza.core.ingress.connections import open_connection
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.files import FileGone, file_of, forget_files
from baraza.core.ingress.models import InboundEvent
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import answers
from baraza.messaging.actions import contact_without_address
from baraza.messaging.answers import read_token, token_for
from baraza.messaging.claiming import claim_next
from baraza.messaging.content import from_json
from baraza.messaging.contract import Letter
from baraza.messaging.emails import keep_email
from baraza.messaging.inbox import handle_item
from baraza.messaging.models import Address, Message, OutboxEntry, ProviderNotice
from baraza.messaging.registry import provider_named
from baraza.services.complaints.actions.answers import reply
from baraza.services.complaints.actions.move import move, take
from baraza.services.complaints.models import Entry
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db
BOX = "reply@in.yourcity.example"


@dataclass(frozen=True, kw_only=True)
class Desk:
    connection: ConnectionFacts
    contact_id: int
    reference: str
    clerk: Actor

    def address(self, *, about: str | None = None) -> str:
        token = token_for(contact_id=self.contact_id, about=self.reference if about is None else about)
        return BOX.replace("@", f"+{token}@")

    def gets(self, written: Written, *, verified: bool = True) -> str:
        """As the door stores it and a worker hands it in; returns the event's own id."""
        provider = provider_named("email.postmark")
        raw = mailed_by_postmark(written)
        assert provider.verify(request=raw, connection=self.connection) is verified
        (item,) = provider.items(request=raw, connection=self.connection)
        InboundEvent.objects.get_or_create(
            organisation_id=self.connection.organisation_id,
            connection_id=self.connection.id,
            item_id=item.item_id,
            defaults={"kind": item.kind, "sender": item.sender, "payload": item.payload, "correlation_id": "c"},
        )
        handle_item(connection=self.connection, item=item, previous=None, event_id=1, correlation_id="c")
        return item.item_id

    def lines(self) -> list[tuple[str, str, str]]:
        rows = Entry.objects.filter(complaint__reference=self.reference).exclude(actor_kind="member").order_by("id")
        return [(row.kind, row.text, str(row.changes.get("channel", ""))) for row in rows if row.kind != "change"]


@pytest.fixture
def desk() -> Iterator[Desk]:
    organisation = make_organisation()
    connection = open_connection(
        organisation_id=organisation.id,
        source="email.postmark",
        name="Letters",
        secrets=POSTMARK.secrets,
        options={**POSTMARK.options, "answers_at": BOX},
    )
    with organisation_scope(organisation_id=organisation.id):
        contact_id = keep_email(
            contact_id=contact_without_address(name="Aline", language="af"), email=READER, language="af", proof="test"
        )
        reference = make_complaint(contact_id=contact_id, language="af").reference
        yield Desk(
            connection=connection,
            contact_id=contact_id,
            reference=reference,
            clerk=make_member(organisation_id=organisation.id),
        )


def said() -> list[str]:
    """What we answer by ourselves, by the name of its key."""
    keys = OutboxEntry.objects.filter(key__regex=r"^(mail\.|complaints\.settled)").order_by("id")
    return [key.partition(":")[0] for key in keys.values_list("key", flat=True)]


def test_an_answer_is_a_comment_on_the_report_with_its_channel_and_is_taken_once(desk: Desk) -> None:
    written = Written(to=desk.address(), text="Dit lek nog.\n\nOp Sa. 21 Nov 2026, 08:13 het X geskryf:\n> ##- x -##")
    desk.gets(written)
    desk.gets(written)
    assert desk.lines() == [("comment", "Dit lek nog.", "email")]
    assert [row.text for row in Message.objects.filter(direction="in")] == ["Dit lek nog."]
    assert said() == []
    assert Thread.objects.count() == 0


def test_it_is_found_by_the_letter_that_it_answers_when_the_address_is_lost(desk: Desk) -> None:
    token = token_for(contact_id=desk.contact_id, about=desk.reference)
    desk.gets(Written(to="reports@yourcity.example", headings={"In-Reply-To": f"<0a1b.{token}@yourcity.example>"}))
    assert desk.lines() == [("comment", "Still leaking.", "email")]


def test_photos_become_photos_of_the_report_and_what_is_none_is_said(desk: Desk) -> None:
    written = BytesIO()
    Image.new("RGB", (64, 64), "red").save(written, "JPEG")
    files = (("tap.jpg", "image/jpeg", written.getvalue()), ("bill.pdf", "application/pdf", b"%PDF"))
    item_id = desk.gets(Written(to=desk.address(), text="", files=files))
    assert desk.lines() == [("photo", "", "email")]
    (media,) = Media.objects.all()
    fetch(organisation_id=desk.connection.organisation_id, media_id=str(media.pk))
    media.refresh_from_db()
    assert (media.status, media.width) == ("ready", 64)
    (answer,) = OutboxEntry.objects.filter(key__startswith="mail.files")
    assert "bill.pdf" in answer.content["body"]
    # The photo as it came is not kept for long.
    InboundEvent.objects.update(state=InboundEvent.State.HANDLED)
    forget_files(connection_id=desk.connection.id, item_id=item_id)
    with pytest.raises(FileGone):
        file_of(connection_id=desk.connection.id, item_id=item_id, number=0)


@pytest.mark.parametrize(
    ("change", "outcome", "unproven"),
    [
        pytest.param({"sender": "<other@example.org>"}, "mail.other_sender", True, id="another sender"),
        pytest.param({"to": BOX}, "mail.stranger", True, id="no token"),
        pytest.param({"to": "reply+1_mi2026aaaaaa_aaaaaaaaaaaa@x.example"}, "mail.stranger", True, id="guessed"),
        pytest.param({"text": "", "html": ""}, "mail.empty", False, id="empty"),
    ],
)
def test_what_is_not_theirs_or_empty_is_kept_answered_once_and_no_comment(
    desk: Desk, *, change: dict[str, str], outcome: str, unproven: bool
) -> None:
    written = replace(Written(to=desk.address()), **change)
    desk.gets(written)
    desk.gets(replace(written, mail_id="<again@x.example>"))
    assert desk.lines() == []
    assert said() == [outcome]
    kept = Message.objects.filter(direction="in")
    assert [row.content.get("unproven", False) for row in kept] == [unproven, unproven]
    assert [thread.state for thread in Thread.objects.all()] == (["waiting"] if unproven else [])
    # Nobody's address is known by having been written from.
    assert Address.objects.count() == 1


@pytest.mark.parametrize(
    "headings", [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X-Autoreply": "1"}], ids=str
)
def test_machines_are_noted_and_never_answered(desk: Desk, headings: dict[str, str]) -> None:
    desk.gets(Written(to=desk.address(), headings=headings))
    assert (desk.lines(), said(), Message.objects.filter(direction="in").count()) == ([], [], 0)
    (notice,) = ProviderNotice.objects.all()
    assert notice.detail == desk.reference


def test_words_to_a_closed_report_are_kept_and_the_person_learns_how_to_open_it(desk: Desk) -> None:
    take(actor=desk.clerk, reference=desk.reference)
    for state in (State.IN_PROGRESS, State.RESOLVED):
        move(actor=desk.clerk, reference=desk.reference, wanted=state, reason="Mended.")
    desk.gets(Written(to=desk.address()))
    assert desk.lines() == [("comment", "Still leaking.", "email")]
    assert said() == ["complaints.settled_answer"]


def test_staffs_answer_stands_under_the_residents_letter_and_can_be_answered_again(desk: Desk) -> None:
    desk.gets(Written(to=desk.address(), subject="Re: Nuus", mail_id="<CA+9@mail.example.org>"))
    OutboxEntry.objects.all().delete()
    reply(actor=desk.clerk, reference=desk.reference, text="A team comes today.", source_key="r1")
    OutboxEntry.objects.update(next_attempt_at="2026-01-01T00:00:00Z")
    claim = claim_next(organisation_id=desk.connection.organisation_id, contact_id=desk.contact_id)
    assert claim is not None
    letter = letter_of(outgoing=claim.outgoing, connection=desk.connection)
    assert letter.subject == "Re: Nuus"
    assert letter.reply_to == [desk.address()]
    assert letter.extra_headers["In-Reply-To"] == "<CA+9@mail.example.org>"
    assert letter.extra_headers["References"].endswith(" <CA+9@mail.example.org>")
    assert str(letter.body).startswith("##- Antwoord bo hierdie lyn -##")


def test_a_stranger_is_answered_at_the_mailbox_that_they_wrote_from(desk: Desk) -> None:
    desk.gets(Written(to=BOX, sender="Sipho <sipho@example.org>", subject="Streetlight"))
    (thread,) = Thread.objects.all()
    assert thread.question == "Streetlight\n\nStill leaking."
    claim = claim_next(organisation_id=desk.connection.organisation_id, contact_id=thread.contact_id)
    assert claim is not None
    letter = letter_of(outgoing=claim.outgoing, connection=desk.connection)
    assert letter.to == ["sipho@example.org"]
    # Who answers that letter is the same person, and no more proved than to have the mailbox.
    desk.gets(Written(to=letter.reply_to[0], sender="<sipho@example.org>", mail_id="<2@x.example>"))
    assert Thread.objects.count() == 1
    assert desk.lines() == []


def test_whoever_got_a_letter_passed_on_gets_no_address_of_their_own_to_the_report(desk: Desk) -> None:
    desk.gets(Written(to=desk.address(), sender="<neighbour@example.org>"))
    (thread,) = Thread.objects.all()
    claim = claim_next(organisation_id=desk.connection.organisation_id, contact_id=thread.contact_id)
    assert claim is not None
    (answers_to,) = letter_of(outgoing=claim.outgoing, connection=desk.connection).reply_to
    desk.gets(Written(to=answers_to, sender="<neighbour@example.org>", mail_id="<2@x.example>"))
    assert desk.lines() == []
    assert Thread.objects.get().unread == 2


def test_whoever_has_the_conversation_hears_of_the_next_letter_and_nobody_is_sent_to_a_menu(desk: Desk) -> None:
    sipho = Written(to=BOX, sender="<sipho@example.org>")
    desk.gets(sipho)
    (thread,) = Thread.objects.all()
    threads.reply(actor=desk.clerk, thread_id=thread.pk, text="We look at it.", key="1")
    desk.gets(replace(sipho, mail_id="<2@x.example>"))
    thread.refresh_from_db()
    assert (thread.state, thread.unread) == ("person", 1)
    assert MemberNotice.objects.filter(kind="inbox.message", subject=str(thread.pk)).count() == 1
    threads.hand_back(actor=desk.clerk, thread_id=thread.pk)
    assert OutboxEntry.objects.filter(key__startswith="inbox.back").count() == 0
    (answer,) = OutboxEntry.objects.filter(key__startswith="inbox.reply")
    assert answer.content["body"] == "We look at it."


def test_the_word_stop_alone_ends_the_letters_and_is_no_comment(desk: Desk) -> None:
    desk.gets(Written(to=desk.address(), text="Staak!\n\n> News"))
    assert desk.lines() == []
    assert [row.stopped_for for row in Address.objects.all()] == ["unsubscribed"]
    desk.gets(Written(to=desk.address(), text="Stop the leak, please", mail_id="<2@x.example>"))
    assert [line[1] for line in desk.lines()] == ["Stop the leak, please"]


def test_a_token_is_one_persons_one_matters_and_one_organisations(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_for(contact_id=desk.contact_id, about=desk.reference)
    found = read_token(token=token.upper())
    assert found is not None
    assert (found.contact_id, found.about) == (desk.contact_id, desk.reference)
    squeezed = desk.reference.lower().replace("-", "")
    assert squeezed in token
    assert read_token(token=token.replace(squeezed, "mi2026aaaaaa")) is None
    # Beside an address of 32 characters, as Postmark gives them, before the @.
    assert len("+" + token_for(contact_id=1_600_000, about=desk.reference)) <= 32
    monkeypatch.setattr(answers, "current_organisation_id", lambda: desk.connection.organisation_id + 1)
    assert read_token(token=token) is None


def test_letters_about_a_report_say_so(desk: Desk) -> None:
    OutboxEntry.objects.all().delete()
    reply(actor=desk.clerk, reference=desk.reference, text="Thank you.", source_key="r1")
    (entry,) = OutboxEntry.objects.all()
    content = from_json(entry.content)
    assert isinstance(content, Letter)
    assert content.about == desk.reference
