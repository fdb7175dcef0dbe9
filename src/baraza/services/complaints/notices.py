"""Who is told what of a complaint, in their language; the approved template where free text is not allowed."""

from django.utils import translation
from django.utils.translation import gettext

from baraza.capabilities.notifications.actions import notify
from baraza.lib.translation import gettext_noop
from baraza.messaging.contract import Template
from baraza.messaging.queries import contact_language
from baraza.services.complaints.models import Complaint, Follower
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


def _parameter(text: str) -> str:
    return " ".join(text.split())


def _template(*, reference: str, language: str, text: str) -> Template:
    offered = _TEMPLATE_LANGUAGES.get(language, "en")
    words = _parameter(text)
    if len(words) > _PARAMETER_LIMIT:
        return Template(name="complaint_answer_waiting", language=offered, parameters=(reference,))
    return Template(name="complaint_update", language=offered, parameters=(reference, words))


def _tell_reporter(*, complaint: Complaint, text: str, key: str) -> None:
    if complaint.contact_id is None:
        return
    notify(
        contact_id=complaint.contact_id,
        text=text,
        template=_template(reference=complaint.reference, language=complaint.language, text=text),
        key=key,
        preferred_connection_id=complaint.connection_id,
    )


def tell_reply(*, complaint: Complaint, text: str, key: str) -> None:
    """The resident reads the clerk's words as they are, under the reference; they are for nobody else."""
    _tell_reporter(complaint=complaint, text=f"{complaint.reference}\n{text}", key=key)


def tell_state(*, complaint: Complaint, reason: str, key: str) -> None:
    """Whoever reported or follows is told in plain words of a state that residents are told of, and what they can do."""
    _tell_reporter(complaint=complaint, text=_state_text(complaint, reason, complaint.language), key=key)
    followers = Follower.objects.filter(complaint=complaint).order_by("id").values_list("contact_id", flat=True)
    for contact_id in followers:
        if contact_id == complaint.contact_id:
            continue
        language = contact_language(contact_id=contact_id)
        text = _state_text(complaint, reason, language)
        notify(
            contact_id=contact_id,
            text=text,
            template=_template(reference=complaint.reference, language=language, text=text),
            key=f"{key}:follower:{contact_id}",
        )


def _state_text(complaint: Complaint, reason: str, language: str) -> str:
    state = State(complaint.state)
    with translation.override(language):
        news = gettext(_NEWS[state]) % {"reference": complaint.reference}
        what_now = gettext(_WHAT_NOW[state]) if state in _WHAT_NOW else ""
    return "\n".join(line for line in (news, reason, what_now) if line)
