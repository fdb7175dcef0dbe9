"""An organisation's own due times: hours per category and priority, and whether only working hours count."""

from collections.abc import Mapping, Sequence
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.jobs.queue import enqueue
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.deadline import deadline
from baraza.services.complaints.models import Complaint, DueHours, DuePolicy, Entry
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.categories import category_is_known
from baraza.services.complaints.queries.due_times import own_due_hours, working_time_counts
from baraza.services.complaints.rules.categories import PRIORITIES
from baraza.services.complaints.states import OPEN

SECTION: Final = "due_times"
RECOMPUTE: Final = "complaints.recompute_due"
MOST_HOURS: Final = 8760
_AT_ONCE = 200


class DueHoursUnusable(ValueError):
    """Not between one hour and a year, or for a category or priority that does not exist."""


def set_due_times(
    *, actor: Actor, hours: Mapping[tuple[str, str], int], working_time: bool, recompute: bool, version: int
) -> None:
    """`hours` is everything the organisation wants otherwise than we do; with `recompute` a job applies it to open cases.

    Raises NotAllowed, SettingsChanged, DueHoursUnusable.
    """
    require(actor=actor, act="arrange")
    for (category, priority), chosen in hours.items():
        if not (1 <= chosen <= MOST_HOURS and priority in PRIORITIES and category_is_known(code=category)):
            raise DueHoursUnusable(category, priority, chosen)
    organisation_id = current_organisation_id()
    before = {"hours": _words(own_due_hours()), "working_time": working_time_counts()}
    claim_section(name=SECTION, expected=version, previous=before)
    DueHours.objects.filter(organisation_id=organisation_id).delete()
    DueHours.objects.bulk_create(
        DueHours(organisation_id=organisation_id, category=category, priority=priority, hours=chosen)
        for (category, priority), chosen in hours.items()
    )
    DuePolicy.objects.update_or_create(organisation_id=organisation_id, defaults={"working_time": working_time})
    after = {"hours": _words(hours), "working_time": working_time}
    changes: dict[str, object] = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if recompute:
        changes["recompute"] = True
        enqueue(job=RECOMPUTE, organisation_id=organisation_id, arguments={"after": 0}, key=str(organisation_id))
    record(
        actor=actor,
        action="settings.due_times_changed",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes=changes,
    )


def recompute_some(*, after: int) -> int | None:
    """Open cases in portions, each written once; returns where the next portion begins, None at the end.

    What a supervisor has promised by hand stays.
    """
    states = [state.value for state in OPEN]
    rows = Complaint.objects.select_for_update().filter(
        organisation_id=current_organisation_id(), state__in=states, pk__gt=after
    )
    portion = list(rows.order_by("pk")[:_AT_ONCE])
    by_hand = _set_by_hand(portion)
    for complaint in portion:
        if complaint.pk in by_hand:
            continue
        due = deadline(category=complaint.category, priority=complaint.priority, since=complaint.opened_at)
        if due != complaint.due_at:
            changes = {"due_at": [complaint.due_at.isoformat(), due.isoformat()]}
            complaint.due_at = due
            save_change(complaint=complaint, actor=SYSTEM, changes=changes)
    return portion[-1].pk if len(portion) == _AT_ONCE else None


def _set_by_hand(portion: Sequence[Complaint]) -> set[int]:
    lines = Entry.objects.filter(
        complaint__in=portion, kind=Entry.Kind.CHANGE, actor_kind="member", changes__has_key="due_at"
    )
    return set(lines.values_list("complaint_id", flat=True))


def _words(hours: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {f"{category}/{priority}": chosen for (category, priority), chosen in sorted(hours.items())}
