"""Digests are looked for every few minutes, and sent."""

from baraza.capabilities.staff_letters import digests
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisations
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.searching import organisations_having


@job(name=digests.SEND_JOB)
def send_digest(*, organisation_id: int, user_id: int, since: str, until: str) -> None:
    digests.send(organisation_id=organisation_id, user_id=user_id, since=since, until=until)


@periodic(name="staff_letters.run_digests", every_seconds=300)
def run_digests() -> None:
    everybody = [organisation.id for organisation in list_organisations()]
    in_each(organisation_ids=organisations_having(digests.due_digests(), among=everybody), act=digests.run_due)
