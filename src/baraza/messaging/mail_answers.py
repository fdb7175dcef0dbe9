"""What is said to somebody whose letter came in and is not simply heard: empty, of another sender, with files."""

from collections.abc import Sequence
from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.translation import gettext_noop
from baraza.messaging import outbox
from baraza.messaging.contract import Letter
from baraza.messaging.queries import contact_language

_SUBJECT: Final = gettext_noop("Your e-mail to %(organisation)s")
_WORDS: Final = {
    "empty": gettext_noop(
        "Your e-mail reached us, but there were no words of yours in it. Please write again, above the line."
    ),
    "other_sender": gettext_noop(
        "Your e-mail reached us. It came from another address than the one that we write to, so we did not add it to a "
        "report. Staff read it and answer you here. To add it yourself, write from the address that got our e-mail."
    ),
    "stranger": gettext_noop(
        "Your e-mail reached us. Staff read it and answer you here. To report a problem and follow it, please use our "
        "web page."
    ),
    "files": gettext_noop(
        "We could not take these files: %(files)s. We take up to five photos with an e-mail (JPEG, PNG or WebP)."
    ),
}


def say(*, contact_id: int, connection_id: int, kind: str, about: str, names: Sequence[str] = ()) -> None:
    """Each kind once a day to each person about a matter, whatever comes."""
    organisation = get_organisation(organisation_id=current_organisation_id())
    with translation.override(contact_language(contact_id=contact_id)):
        letter = Letter(
            subject=gettext(_SUBJECT) % {"organisation": organisation.name},
            body=gettext(_WORDS[kind]) % {"files": ", ".join(names)} if names else gettext(_WORDS[kind]),
            about=about,
        )
    outbox.post(
        contact_id=contact_id,
        connection_id=connection_id,
        content=letter,
        key=f"mail.{kind}:{contact_id}:{about}:{clock.now():%Y-%m-%d}",
    )
