"""A language model's opinion beside the guess that the resident saw: shown to staff, never acted on by itself."""

from django.conf import settings

from baraza.capabilities.triage.guess import Guess
from baraza.core.identity.actor import SYSTEM
from baraza.core.jobs.queue import enqueue
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.actions.timeline import add_line
from baraza.services.complaints.models import Complaint, Entry

SECOND_OPINION = "complaints.second_opinion"


def ask_second_opinion(*, complaint: Complaint) -> None:
    """In the transaction that opens the complaint; nothing happens unless an operator has configured a model."""
    if settings.TRIAGE_PROVIDER_URL:
        enqueue(
            job=SECOND_OPINION,
            organisation_id=complaint.organisation_id,
            arguments={"reference": complaint.reference},
        )


def keep_second_opinion(*, reference: str, guess: Guess) -> None:
    """Once per complaint, and only when it is another model's than the first guess."""
    complaint = lock_complaint(reference=reference)
    if guess.model_version == complaint.guess_model:
        return
    add_line(
        complaint=complaint,
        actor=SYSTEM,
        kind=Entry.Kind.CHANGE,
        changes={"second_opinion": [guess.category, guess.priority]},
        source_key="second-opinion",
    )
