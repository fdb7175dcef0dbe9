"""Who is told what of a complaint, in their language; the approved template where free text is not allowed."""

from django.utils import translation
from django.utils.translation import gettext

from baraza.capabilities.notifications.actions import notify
from baraza.messaging.contract import Template
from baraza.services.complaints.models import Complaint
from baraza.services.complaints.states import NAMES, State

# Meta offers no isiXhosa for templates; its readers get the English one.
_TEMPLATE_LANGUAGES = {"en": "en", "af": "af", "zu": "zu", "xh": "en"}
# Meta refuses line breaks, tabs and more than four blanks in a row inside a parameter, and long ones.
_PARAMETER_LIMIT = 900


def _parameter(text: str) -> str:
    return " ".join(text.split())


def _template(*, complaint: Complaint, text: str) -> Template:
    language = _TEMPLATE_LANGUAGES.get(complaint.language, "en")
    words = _parameter(text)
    if len(words) > _PARAMETER_LIMIT:
        return Template(name="complaint_answer_waiting", language=language, parameters=(complaint.reference,))
    return Template(name="complaint_update", language=language, parameters=(complaint.reference, words))


def _tell(*, complaint: Complaint, text: str, key: str) -> None:
    if complaint.contact_id is None:
        return
    notify(
        contact_id=complaint.contact_id,
        text=text,
        template=_template(complaint=complaint, text=text),
        key=key,
        preferred_connection_id=complaint.connection_id,
    )


def tell_reply(*, complaint: Complaint, text: str, key: str) -> None:
    """The resident reads the clerk's words as they are, under the reference."""
    _tell(complaint=complaint, text=f"{complaint.reference}\n{text}", key=key)


def tell_state(*, complaint: Complaint, reason: str, key: str) -> None:
    """The resident is told of a change of state in plain words, and what they can do now."""
    with translation.override(complaint.language):
        state = State(complaint.state)
        lines = [
            gettext("Your report %(reference)s: %(state)s.")
            % {"reference": complaint.reference, "state": gettext(NAMES[state])},
        ]
        if reason:
            lines.append(reason)
        if state is State.RESOLVED:
            lines.append(gettext("Not fixed? Write the reference and choose “Open again”."))
        _tell(complaint=complaint, text="\n".join(lines), key=key)
