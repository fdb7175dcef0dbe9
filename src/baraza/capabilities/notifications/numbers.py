"""A corrected telephone number, from the right code to the word that goes to the old one."""

from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from baraza.capabilities.notifications.approved import approved
from baraza.capabilities.notifications.choosing import is_able, pushed_over
from baraza.capabilities.notifications.codes import confirm_code
from baraza.core.organisations.queries import get_organisation
from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging import outbox
from baraza.messaging.contract import Letter, Text
from baraza.messaging.emails import email_of
from baraza.messaging.numbers import NumberKept, keep_number
from baraza.messaging.queries import contact_details, contact_language
from baraza.messaging.reaching import Route, approved_connection, letters_connection, routes, texts_connection

# As docs/runbooks/first-organisation.md asks for it; {{1}} is the organisation's name.
TEMPLATE: Final = "number_changed"
_PROOF: Final = "one-time code to the new number"


def correct_number(*, key: str, purpose: str, number: str, code: str, instead_of: str) -> NumberKept:
    """In the caller's transaction, all of it. The old number is told, or the e-mail address when there was none.

    Raises CodeWrong.
    """
    contact_id = confirm_code(key=key, purpose=purpose, to=number, code=code)
    old_way = _way_to(contact_id, instead_of) if instead_of else None
    kept = keep_number(contact_id=contact_id, number=number, instead_of=instead_of, proof=_PROOF)
    if kept is NumberKept.CHANGED:
        _tell_before(contact_id, instead_of, old_way, key=f"number:{key}")
    return kept


@dataclass(frozen=True, kw_only=True)
class _Way:
    """`free`: any text may be written there now, not only what was approved beforehand."""

    connection_id: int
    free: bool


def _way_to(contact_id: int, number: str) -> _Way | None:
    """Over which their old number is written to: where they were told until now, else by a plain text."""
    person = contact_details(contact_id=contact_id)
    ways = [way for way in routes(contact_id=person.id) if way.recipient.phone == number]

    def free(way: Route) -> bool:
        return is_able(way, length=0, has_template=False)

    chosen = pushed_over(ways, preferred_id=None, told_by=person.told_by, able=free)
    found = chosen.connection_id if chosen is not None and free(chosen) else texts_connection()
    if found is not None:
        return _Way(connection_id=found, free=True)
    approved = approved_connection()
    return None if approved is None else _Way(connection_id=approved, free=False)


def _tell_before(contact_id: int, old: str, old_way: _Way | None, *, key: str) -> None:
    """Whoever did not do this themselves learns of it where they can read it."""
    organisation = get_organisation(organisation_id=current_organisation_id())
    names, language = {"organisation": organisation.name}, contact_language(contact_id=contact_id)
    with translation.override(language):
        subject = gettext("Your telephone number was changed")
        text = gettext(
            "%(organisation)s: your telephone number was changed. News goes to the new one now, and this number opens "
            "your data no more. Was it not you? Tell our office at once."
        )
        letter = gettext(
            "The telephone number in your data at %(organisation)s was changed. News goes to the new number now. "
            "Was it not you? Tell our office at once."
        )
    if old and old_way is not None:
        content = Text(body=text % names) if old_way.free else approved(TEMPLATE, organisation.name, language=language)
        outbox.post(contact_id=contact_id, connection_id=old_way.connection_id, content=content, key=key, to=old)
    email, letters = email_of(contact_id=contact_id), letters_connection()
    if email and letters is not None:
        mail = Letter(subject=subject, body=letter % names)
        outbox.post(contact_id=contact_id, connection_id=letters, content=mail, key=f"{key}:letter", to=email)
