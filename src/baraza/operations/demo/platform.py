"""The super admin of the demonstration, who needs a second factor like every other; its secret is public, as are all here."""

from baraza.core.identity.actions.platform import make_super_admin
from baraza.core.identity.actions.second_factor import give_app
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.queries.support import list_super_admins
from baraza.core.identity.second_factor.totp import current_code

TITLE = "Platform, super admin"
EMAIL = "platform@baraza.example"
PASSWORD = "Open-the-baraza-2026"  # noqa: S105 - the demonstration's, printed at start
NOTE = "then the code that `baraza demo code` prints"
_SECRET = "BARAZADEMONSTRATIONONLYPUBLIC222"  # noqa: S105 - the demonstration's


def seed_super_admin() -> None:
    """Nothing when there is one already: somebody may have changed their second factor."""
    if any(person.email == EMAIL for person in list_super_admins()):
        return
    user_id = make_super_admin(actor=SYSTEM, email=EMAIL, name="Zanele Khumalo", password=PASSWORD)
    give_app(user_id=user_id, secret=_SECRET)


def code() -> str:
    """What an authenticator app would show now."""
    return current_code(secret=_SECRET)
