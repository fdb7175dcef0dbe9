"""What lies on the clerks' desks in the demonstration: a view that each saved, files that they asked for, news for them."""

from collections.abc import Sequence
from typing import Final

from baraza.capabilities.exports.actions import ask_export
from baraza.capabilities.saved_views.actions import save_view
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.services.complaints.actions.assign import assign
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_complaints

_HANDED_OVER: Final = 3


def seed_desk(*, clerks: Sequence[Actor]) -> None:
    """In the organisation's scope, which has complaints that nobody has taken."""
    for clerk in clerks:
        save_view(
            actor=clerk,
            of="complaints",
            name="Water, urgent",
            query="category=water_leak&category=burst_pipe&priority=high",
        )
    ask_export(actor=clerks[0], kind="complaints", format="csv", narrowing={})
    waiting = list_complaints(wanted=Filter(group="all")).complaints
    for place, one in enumerate(row for row in waiting if row.state == "SUBMITTED"):
        if place == _HANDED_OVER:
            break
        assign(actor=SYSTEM, reference=one.reference, team_id=None, assignee_id=clerks[place % len(clerks)].id)
