"""The words in which the rows are written.

A row says what the roles of an organisation, a stranger and nobody get. What a role of one's own, the platform's
people and a suspended member get follows from the permission that the view declares, unless the row says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

WORKERS = ("org_admin", "supervisor", "agent")
WRITTEN = (*WORKERS, "org_viewer", "outsider", "anonymous")
# `reader` has a role of the organisation's own that may read complaints and nothing else.
DERIVED = ("reader", "super_admin", "suspended")
EVERYONE = (*WRITTEN, *DERIVED)
SIGN_IN = "sign in"
READ, PLATFORM = "complaints.read", "platform.manage"
Outcome = int | str


def outcomes(*, workers: Outcome, viewer: Outcome, outsider: Outcome, anonymous: Outcome) -> dict[str, Outcome]:
    return {**dict.fromkeys(WORKERS, workers), "org_viewer": viewer, "outsider": outsider, "anonymous": anonymous}


READING = outcomes(workers=200, viewer=200, outsider=404, anonymous=SIGN_IN)
OWN_LIST = {**READING, "outsider": 200}
WORKING = outcomes(workers=302, viewer=403, outsider=404, anonymous=SIGN_IN)
# The outsider is the admin of another organisation: their own list opens, this organisation's rows are not there.
ADMINS_LIST = {**outcomes(workers=403, viewer=403, outsider=200, anonymous=SIGN_IN), "org_admin": 200}
ADMINS_ONE = {**ADMINS_LIST, "outsider": 404}
ADMINS_ACT = {**outcomes(workers=403, viewer=403, outsider=404, anonymous=SIGN_IN), "org_admin": 302}
PLATFORM_PAGE = {**outcomes(workers=403, viewer=403, outsider=403, anonymous=SIGN_IN), "super_admin": 200}
PLATFORM_ACT = {**PLATFORM_PAGE, "super_admin": 302}


@dataclass(frozen=True)
class Route:
    path: str
    expected: Mapping[str, Outcome]
    post: Mapping[str, str] | None = None
    changing: tuple[str, ...] = field(default=())


def outcome_for(route: Route, *, who: str, permission: str) -> Outcome:
    """What the row says, or what follows from the permission."""
    if who in route.expected:
        return route.expected[who]
    if not permission or (who == "reader" and permission == READ):
        return route.expected["org_viewer"]
    return 403


def changes_for(route: Route, *, who: str, permission: str) -> bool:
    if who == "reader" and permission in {"", READ}:
        return "org_viewer" in route.changing or who in route.changing
    return who in route.changing
