"""Work on complaints that must not hold up the resident."""

from baraza.capabilities.triage.queries import classify_with_provider
from baraza.core.jobs.registry import job, periodic
from baraza.core.organisations.queries import list_organisations
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.scope import organisation_scope
from baraza.core.tenancy.searching import organisations_having
from baraza.services.complaints.actions.bulk import RUN_BULK, bulk_actor, run_batch
from baraza.services.complaints.actions.bulk_undo import undo_batch
from baraza.services.complaints.actions.due_times import RECOMPUTE, recompute_some
from baraza.services.complaints.actions.figures import fold_figures
from baraza.services.complaints.actions.reminders import due_about_now, remind
from baraza.services.complaints.actions.second_opinion import SECOND_OPINION, keep_second_opinion
from baraza.services.complaints.queries.one import get_complaint


@job(name=SECOND_OPINION, attempts=3)
def second_opinion(*, organisation_id: int, reference: str) -> None:
    """Asks the configured model outside of any transaction, and keeps what it says for staff."""
    with organisation_scope(organisation_id=organisation_id):
        complaint = get_complaint(reference=reference)
    guess = classify_with_provider(text=complaint.description, language_hint=complaint.language)
    with organisation_scope(organisation_id=organisation_id):
        keep_second_opinion(reference=reference, guess=guess)


@job(name=RECOMPUTE)
def recompute_due(*, organisation_id: int, after: int) -> None:
    """One portion per transaction, so that nobody's case is locked for long; doing one twice changes nothing."""
    place: int | None = after
    while place is not None:
        with organisation_scope(organisation_id=organisation_id):
            place = recompute_some(after=place)


@periodic(name="complaints.fold_figures", every_seconds=15)
def fold() -> None:
    """Readers add what waits by themselves: this keeps that short."""
    fold_figures()


@periodic(name="complaints.remind", every_seconds=60)
def remind_of_due_times() -> None:
    """One organisation per transaction: what is told and that it was told come true together."""
    everybody = [organisation.id for organisation in list_organisations()]
    in_each(organisation_ids=organisations_having(due_about_now(), among=everybody), act=remind)


@job(name=RUN_BULK)
def run_bulk(*, organisation_id: int, bulk_id: int) -> None:
    """A batch per transaction. Who asked may have lost the right meanwhile: then the rows say so."""
    more = True
    while more:
        with organisation_scope(organisation_id=organisation_id):
            actor = bulk_actor(bulk_id=bulk_id)
            more = run_batch(actor=actor, bulk_id=bulk_id) or undo_batch(actor=actor, bulk_id=bulk_id)
