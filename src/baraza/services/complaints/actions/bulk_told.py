"""Who was given many complaints at once is told once, with their number."""

from baraza.capabilities.live.actions import tell_member
from baraza.core.identity.queries import list_teams
from baraza.services.complaints.actions.assign import ASSIGNED, TEAM_ASSIGNED
from baraza.services.complaints.models import BulkAct, BulkRow

MANY_ASSIGNED, MANY_TEAM_ASSIGNED = "complaints.many_assigned", "complaints.many_team_assigned"


def tell_of_bulk(bulk: BulkAct) -> None:
    """When it is done. A team is told of what no person has, as it is of a single one."""
    if bulk.act not in {"person", "team"} or not bulk.value:
        return
    given_to, to_team = int(bulk.value), bulk.act == "team"
    rows = BulkRow.objects.filter(bulk=bulk, outcome=BulkRow.Outcome.CHANGED)
    if to_team:
        rows = rows.filter(before__assignee_id=None)
    number, first = rows.count(), rows.order_by("id").values_list("reference", flat=True).first()
    if first is None:
        return
    told = {one for team in list_teams() if team.id == given_to for one in team.member_ids} if to_team else {given_to}
    one, many = (TEAM_ASSIGNED, MANY_TEAM_ASSIGNED) if to_team else (ASSIGNED, MANY_ASSIGNED)
    for member_id in sorted(told - {bulk.actor_id}):
        kind, subject = (one, first) if number == 1 else (many, str(number))
        tell_member(member_id=member_id, kind=kind, subject=subject, key=f"bulk:{bulk.pk}")
