"""Who is told what of a complaint, in their language; the approved template where free text is not allowed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from baraza.capabilities.notifications.actions import More, Photo, Told, notify, take_back, tell_by_letter
from baraza.capabilities.notifications.timing import Haste
from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.hosts import public_address
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.translation import gettext_noop
from baraza.messaging.contract import Letter, Template
from baraza.messaging.emails import email_of
from baraza.messaging.queries import contact_details, contact_language
from baraza.services.complaints.models import Complaint, Follower
from baraza.services.complaints.queries.own_link import own_link
from baraza.services.complaints.states import State

# Meta offers no isiXhosa for templates; its readers get the English one.
_TEMPLATE_LANGUAGES = {"en": "en", "af": "af", "zu": "zu", "xh": "en"}
# Meta refuses line breaks, tabs and more than four blanks in a row inside a parameter, and long ones.
_PARAMETER_LIMIT = 900

_NEWS = {
    State.IN_PROGRESS: gettext_noop("A team is working on report %(reference)s."),
    State.RESOLVED: gettext_noop("Report %(reference)s is done."),
    State.REJECTED: gettext_noop("Sorry, we cannot deal with report %(reference)s."),
}
_WHAT_NOW = {
    State.RESOLVED: gettext_noop("Not fixed? Write the reference and choose “Open again”."),
    State.REJECTED: gettext_noop("You do not agree? Write the reference and choose “Open again”."),
}

# A letter is read where its page is one click away.
_WHAT_NOW_BY_LETTER = {
    State.RESOLVED: gettext_noop("Not fixed? Open the report and choose “Open again”."),
    State.REJECTED: gettext_noop("You do not agree? Open the report and choose “Open again”."),
}
_SUBJECT = gettext_noop("News of report %(reference)s")
_SUBJECT_ANSWER = gettext_noop("An answer to report %(reference)s")
_SUBJECT_OPENED = gettext_noop("We have your report %(reference)s")
_OPENED = gettext_noop(
    "Thank you. Your report %(reference)s has reached us. Staff read it and give it to a team. We write to you when there is news."
)

_SETTLED = gettext_noop(
    "We added your words to report %(reference)s. It is closed, so nobody may look at it again. Not fixed? Open the report and choose “Open again”."
)

_MERGED = gettext_noop(
    "Report %(reference)s is about the same problem as report %(other)s. "
    "We go on with %(other)s and tell you what happens there."
)
_ANSWERED = gettext_noop("There is an answer to report %(reference)s. Read it on its page.")
_SPLIT = gettext_noop("Report %(reference)s is a matter of its own again. We go on with it and tell you what happens.")


def _parameter(text: str) -> str:
    return " ".join(text.split())


def _template(*, reference: str, language: str, text: str) -> Template:
    offered = _TEMPLATE_LANGUAGES.get(language, "en")
    words = _parameter(text)
    if len(words) > _PARAMETER_LIMIT:
        return _announcement(reference=reference, language=language)
    return Template(name="complaint_update", language=offered, parameters=(reference, words))


def _announcement(*, reference: str, language: str) -> Template:
    offered = _TEMPLATE_LANGUAGES.get(language, "en")
    return Template(name="complaint_answer_waiting", language=offered, parameters=(reference,))


def _tell_reporter(*, complaint: Complaint, text: str, letter: str, key: str) -> None:
    if complaint.contact_id is None:
        return
    notify(
        contact_id=complaint.contact_id,
        text=text,
        template=_template(reference=complaint.reference, language=_language(complaint), text=text),
        key=key,
        preferred_connection_id=complaint.connection_id,
        more=More(letter=_letter(complaint, letter or text, _language(complaint), _own_page(complaint))),
        haste=_haste(complaint),
    )


def tell_opened(*, complaint: Complaint, key: str) -> None:
    """By letter only: who reports in a conversation was told there, and who reports on the page has it before them."""
    if complaint.contact_id is None or not email_of(contact_id=complaint.contact_id):
        return
    text = _said(_OPENED, _language(complaint), {"reference": complaint.reference})
    letter = _letter(complaint, text, _language(complaint), _own_page(complaint), subject=_SUBJECT_OPENED)
    tell_by_letter(contact_id=complaint.contact_id, letter=letter, key=key)


def tell_answer_to_settled(*, reference: str, contact_id: int) -> None:
    """Who answers a letter about what is done learns how to open it again; once a day, whatever they write."""
    complaint = Complaint.objects.get(organisation_id=current_organisation_id(), reference=reference)
    language = contact_language(contact_id=contact_id)
    page = _own_page(complaint) if contact_id == complaint.contact_id else _public_page(complaint)
    letter = _letter(complaint, _said(_SETTLED, language, {"reference": reference}), language, page)
    key = f"complaints.settled_answer:{complaint.pk}:{contact_id}:{clock.now():%Y-%m-%d}"
    tell_by_letter(contact_id=contact_id, letter=letter, key=key)


def tell_reply(
    *,
    complaint: Complaint,
    text: str,
    key: str,
    announced: bool = False,
    not_before: datetime | None = None,
    photo_id: str = "",
) -> Told | None:
    """The resident reads the clerk's words as they are, under the reference; they are for nobody else.

    `announced`: outside the window they are only told that there is an answer. None when nobody can be told.
    """
    if complaint.contact_id is None:
        return None
    template = _template(reference=complaint.reference, language=_language(complaint), text=text)
    if announced:
        template = _announcement(reference=complaint.reference, language=_language(complaint))
    return notify(
        contact_id=complaint.contact_id,
        text=f"{complaint.reference}\n{text}",
        template=template,
        key=key,
        preferred_connection_id=complaint.connection_id,
        not_before=not_before,
        more=More(
            photo=Photo(id=photo_id, page=_own_page(complaint)) if photo_id else None,
            letter=_letter(complaint, text, _language(complaint), _own_page(complaint), subject=_SUBJECT_ANSWER),
        ),
        haste=Haste.ANSWER if _haste(complaint) is Haste.NEWS else Haste.URGENT,
    )


def announce_reply(*, complaint: Complaint, key: str, not_before: datetime | None = None) -> None:
    """The reporter's own browsers are told that there is an answer; its words are read on the page."""
    for contact_id, language in _listening(complaint):
        notify(
            contact_id=contact_id,
            text=_said(_ANSWERED, language, {"reference": complaint.reference}),
            template=_announcement(reference=complaint.reference, language=language),
            key=f"{key}:device:{contact_id}",
            not_before=not_before,
        )


def take_announcement_back(*, complaint: Complaint, key: str) -> None:
    for contact_id, _ in _listening(complaint):
        take_back(key=f"{key}:device:{contact_id}")


def _listening(complaint: Complaint) -> list[tuple[int, str]]:
    rows = Follower.objects.filter(complaint=complaint, told_only=True).order_by("id")
    return [(found, contact_language(contact_id=found)) for found in rows.values_list("contact_id", flat=True)]


def _own_page(complaint: Complaint) -> str:
    """Opens the report to whoever sent it, and to nobody who only knows its reference."""
    organisation = get_organisation(organisation_id=complaint.organisation_id)
    path = own_link(organisation=organisation, reference=complaint.reference)
    return public_address(organisation=organisation, path=path)


def _public_page(complaint: Complaint) -> str:
    organisation = get_organisation(organisation_id=complaint.organisation_id)
    path = reverse("portal:tracked", args=[organisation.slug, complaint.reference])
    return public_address(organisation=organisation, path=path)


def tell_state(*, complaint: Complaint, reason: str, key: str) -> None:
    """Whoever reported or follows is told in plain words of a state that residents are told of, and what they can do."""
    _tell_everybody(
        complaint=complaint,
        text=lambda language: _state_text(complaint, reason, language, _WHAT_NOW),
        letter=lambda language: _state_text(complaint, reason, language, _WHAT_NOW_BY_LETTER),
        key=key,
    )


def tell_merged(*, duplicate: Complaint, survivor: Complaint, key: str) -> None:
    """Whoever reported or follows the duplicate is told which report goes on."""
    names = {"reference": duplicate.reference, "other": survivor.reference}
    words = partial(_said, _MERGED, names=names)
    _tell_everybody(complaint=duplicate, text=words, letter=words, key=key)


def tell_split(*, complaint: Complaint, key: str) -> None:
    """Whoever was told of a merge is told that it was a mistake."""
    names = {"reference": complaint.reference}
    words = partial(_said, _SPLIT, names=names)
    _tell_everybody(complaint=complaint, text=words, letter=words, key=key)


def _tell_everybody(
    *, complaint: Complaint, text: Callable[[str], str], letter: Callable[[str], str], key: str
) -> None:
    """The reporter, then the followers, each in their own language and once."""
    own = _language(complaint)
    _tell_reporter(complaint=complaint, text=text(own), letter=letter(own), key=key)
    followers = Follower.objects.filter(complaint=complaint).order_by("id").values_list("contact_id", flat=True)
    for contact_id in followers:
        if contact_id == complaint.contact_id:
            continue
        language = contact_language(contact_id=contact_id)
        words = text(language)
        notify(
            contact_id=contact_id,
            text=words,
            template=_template(reference=complaint.reference, language=language, text=words),
            key=f"{key}:follower:{contact_id}",
            more=More(letter=_letter(complaint, letter(language), language, _public_page(complaint))),
            haste=_haste(complaint),
        )


def _letter(complaint: Complaint, body: str, language: str, page: str, subject: str = _SUBJECT) -> Letter:
    with translation.override(language):
        return Letter(
            subject=gettext(subject) % {"reference": complaint.reference},
            body=body,
            link=page,
            link_label=gettext("See the report"),
            about=complaint.reference,
        )


def _language(complaint: Complaint) -> str:
    """The one in which its reporter wants to be written to, else the one in which it was reported."""
    if complaint.contact_id is None:
        return complaint.language
    return contact_details(contact_id=complaint.contact_id).language or complaint.language


def _haste(complaint: Complaint) -> Haste:
    """Where life is in danger nobody waits for the morning."""
    return Haste.URGENT if complaint.emergency else Haste.NEWS


def _said(message: str, language: str, names: Mapping[str, str]) -> str:
    with translation.override(language):
        return gettext(message) % names


def _state_text(complaint: Complaint, reason: str, language: str, next_step: Mapping[State, str]) -> str:
    state = State(complaint.state)
    with translation.override(language):
        news = gettext(_NEWS[state]) % {"reference": complaint.reference}
        what_now = gettext(next_step[state]) if state in next_step else ""
    return "\n".join(line for line in (news, reason, what_now) if line)
