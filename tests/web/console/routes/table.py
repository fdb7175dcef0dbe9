"""The words in which the rows are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WORKERS = ("org_admin", "supervisor", "agent")
EVERYONE = (*WORKERS, "org_viewer", "outsider", "anonymous")
SIGN_IN = "sign in"
Outcome = int | str


def outcomes(*, workers: Outcome, viewer: Outcome, outsider: Outcome, anonymous: Outcome) -> dict[str, Outcome]:
    return {**dict.fromkeys(WORKERS, workers), "org_viewer": viewer, "outsider": outsider, "anonymous": anonymous}


READING = outcomes(workers=200, viewer=200, outsider=404, anonymous=SIGN_IN)
OWN_LIST = {**READING, "outsider": 200}
WORKING = outcomes(workers=302, viewer=403, outsider=404, anonymous=SIGN_IN)


@dataclass(frozen=True)
class Route:
    path: str
    expected: Mapping[str, Outcome]
    post: Mapping[str, str] | None = None
    changing: tuple[str, ...] = field(default=())
