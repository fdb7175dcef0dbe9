"""What geography has workers do."""

from baraza.capabilities.geography.uploads import IMPORT_JOB, give_up_import, run_import
from baraza.core.jobs.registry import job


@job(name=IMPORT_JOB, attempts=2, given_up=give_up_import)
def import_layer(*, organisation_id: int, import_id: int) -> None:
    run_import(organisation_id=organisation_id, import_id=import_id)
