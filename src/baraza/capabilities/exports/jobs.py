"""Files are made, letters are sent, schedules are looked at every minute, old files go every hour."""

import uuid

from baraza.capabilities.exports import letters
from baraza.capabilities.exports.actions import MAKE_JOB, remove_expired
from baraza.capabilities.exports.making import give_up, make
from baraza.capabilities.exports.scheduling import due_schedules, run_due
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisation_ids, list_organisations
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.searching import organisations_having


def _give_up_export(*, organisation_id: int, export_id: str) -> None:
    give_up(organisation_id=organisation_id, export_id=uuid.UUID(export_id))


@job(name=MAKE_JOB, given_up=_give_up_export)
def make_export(*, organisation_id: int, export_id: str) -> None:
    make(organisation_id=organisation_id, export_id=uuid.UUID(export_id))


@job(name=letters.SEND_JOB)
def send_letter(*, organisation_id: int, letter_id: int) -> None:
    letters.send(organisation_id=organisation_id, letter_id=letter_id)


@periodic(name="exports.run_schedules", every_seconds=60)
def run_schedules() -> None:
    everybody = [organisation.id for organisation in list_organisations()]
    in_each(organisation_ids=organisations_having(due_schedules(), among=everybody), act=run_due)


@periodic(name="exports.remove_expired", every_seconds=3600)
def remove_old_files() -> None:
    in_each(organisation_ids=list_organisation_ids(), act=remove_expired)
