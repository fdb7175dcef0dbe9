"""What workers do about an organisation's settings: they look whether its names are still its own."""

from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisation_ids
from baraza.core.settings.domains import CHECK_JOB, check_domain, recheck_domains
from baraza.core.tenancy.rounds import in_each


@job(name=CHECK_JOB, attempts=3)
def check_one_domain(*, organisation_id: int, domain_id: int) -> None:
    check_domain(organisation_id=organisation_id, domain_id=domain_id)


@periodic(name="settings.recheck_domains", every_seconds=24 * 3600)
def recheck_all_domains() -> None:
    in_each(organisation_ids=list_organisation_ids(), act=recheck_domains)
