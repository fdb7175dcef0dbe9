"""Staff keep a report, or its words alone, from the public pages, and let it be seen again."""

from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.services.complaints.actions.locks import lock_complaint
from baraza.services.complaints.models import KeptFromPublic
from baraza.services.complaints.policies import require

WAYS: Final = ("", "words", "all")


def keep_from_public(*, actor: Actor, reference: str, what: str) -> None:
    """`what` is "all", "words", or "" to show it again. Raises NotAllowed, ComplaintUnknown, ValueError."""
    require(actor=actor, act="hide")
    if what not in WAYS:
        raise ValueError(what)
    complaint = lock_complaint(reference=reference)
    kept = KeptFromPublic.objects.filter(complaint=complaint).first()
    before = "" if kept is None else "words" if kept.words_only else "all"
    if before == what:
        return
    if what:
        KeptFromPublic.objects.update_or_create(
            complaint=complaint,
            defaults={"organisation_id": complaint.organisation_id, "words_only": what == "words"},
        )
    else:
        KeptFromPublic.objects.filter(complaint=complaint).delete()
    record(
        actor=actor,
        action="complaint.kept_from_public" if what else "complaint.shown_to_public",
        subject_kind="complaint",
        subject_id=complaint.reference,
        changes={"kept_back": [before, what]},
    )
