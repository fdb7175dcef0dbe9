"""Tries a deployed system's database the way the application uses it: written, read back, taken back.

Everything that is written is rolled back, with its jobs, letters and audit entries; numbers that were drawn stay drawn.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.audit.queries import AuditFilter, search
from baraza.core.identity.actor import SYSTEM
from baraza.core.jobs.queries import worker_heartbeat_age_seconds
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.binding import entries_of_others_seen, role_in_use
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.health import HEARTBEAT_LIMIT_SECONDS
from baraza.services.complaints.actions.answers import note
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.states import State

_WORDS: Final = "Smoke test, taken back at once"
_KEY: Final = "smoke"


class Wrong(Exception):
    """Something is not as it should be; the text says what."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`problem` is empty when it went well."""

    name: str
    problem: str = ""


class _TakenBack(Exception):
    """Ends a scope without a trace."""


def try_out(*, organisation: OrganisationProfile) -> list[Outcome]:
    """In this order; those after one that fails are tried all the same."""
    return [
        _outcome("the application's role is bound by row-level security", _role),
        _outcome("an entry of the audit trail is written, read back and taken back", lambda: _audit(organisation)),
        _outcome("a report is opened, changed, read back and taken back", lambda: _report(organisation)),
        _outcome("nothing of other organisations is seen", lambda: _isolation(organisation)),
        _outcome("a worker is well", _worker),
    ]


def _outcome(name: str, step: Callable[[], None]) -> Outcome:
    try:
        step()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return Outcome(name=name, problem=f"{type(error).__name__}: {error}".strip())
    return Outcome(name=name)


@contextmanager
def _taken_back(organisation: OrganisationProfile) -> Iterator[None]:
    with suppress(_TakenBack), organisation_scope(organisation_id=organisation.id):
        yield
        raise _TakenBack


def _role() -> None:
    role = role_in_use()
    if not role.is_bound:
        raise Wrong(f"{role.name} may bypass it")


def _audit(organisation: OrganisationProfile) -> None:
    wanted = AuditFilter(action="smoke.tried")
    with _taken_back(organisation):
        record(actor=SYSTEM, action="smoke.tried", subject_kind="organisation", subject_id=str(organisation.id))
        if len(search(wanted=wanted).entries) != 1:
            raise Wrong("it was not there after it was written")
    with organisation_scope(organisation_id=organisation.id):
        if search(wanted=wanted).entries:
            raise Wrong("it is still there")


def _report(organisation: OrganisationProfile) -> None:
    """Nothing where an organisation takes no complaints."""
    if "complaints" not in organisation.services:
        return
    with _taken_back(organisation):
        reference = open_complaint(actor=SYSTEM, new=_new(organisation))
        note(actor=SYSTEM, reference=reference, text=_WORDS, source_key=_KEY)
        move(actor=SYSTEM, reference=reference, wanted=State.IN_PROGRESS)
        found = get_complaint(reference=reference)
        lines = [line.kind for line in get_timeline(complaint_id=found.id, public_only=False)]
        if (found.description, found.state, lines) != (_WORDS, State.IN_PROGRESS, ["note", "change"]):
            raise Wrong(f"read back otherwise than written: {found.state} {lines}")
    with organisation_scope(organisation_id=organisation.id):
        try:
            get_complaint(reference=reference)
        except ComplaintUnknown:
            return
    raise Wrong(f"{reference} is still there")


def _new(organisation: OrganisationProfile) -> NewComplaint:
    return NewComplaint(
        source_key=_KEY,
        channel="api",
        language=organisation.default_language,
        description=_WORDS,
        category="other",
        priority="low",
    )


def _isolation(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        seen = entries_of_others_seen()
    if seen:
        raise Wrong(f"{seen} entries of others' audit trails")


def _worker() -> None:
    age = worker_heartbeat_age_seconds()
    if age is None or age > HEARTBEAT_LIMIT_SECONDS:
        raise Wrong("none has been well for a minute" if age is None else f"the last was well {age:.0f} s ago")
