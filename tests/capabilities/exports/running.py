"""Writing schedules, running what is due, and the letters that came of it."""

from __future__ import annotations

from tests.capabilities.exports.town import Town

from baraza.capabilities.exports.models import Export, Letter
from baraza.capabilities.exports.scheduling import Plan, run_due, write_schedule
from baraza.core.identity.actor import Actor
from baraza.core.tenancy.scope import organisation_scope


def write(town: Town, lead: Actor, plan: Plan) -> int:
    with organisation_scope(organisation_id=town.profile.id):
        return write_schedule(actor=lead, plan=plan)


def run(town: Town) -> list[str]:
    """The ids of files that became due."""
    with organisation_scope(organisation_id=town.profile.id):
        before = set(Export.objects.values_list("pk", flat=True))
        run_due()
        return [str(pk) for pk in Export.objects.values_list("pk", flat=True) if pk not in before]


def letters_of(town: Town) -> dict[int, str]:
    with organisation_scope(organisation_id=town.profile.id):
        return dict(Letter.objects.order_by("pk").values_list("pk", "state"))
