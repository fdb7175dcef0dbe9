"""Two reports of the same problem become one matter, and two again when that was a mistake."""

from baraza.core.identity.actor import Actor
from baraza.lib.clock import now
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.followers import pass_followers_on
from baraza.services.complaints.actions.locks import ChangedMeanwhile, lock_complaint, lock_complaints
from baraza.services.complaints.models import Complaint, Merge
from baraza.services.complaints.notices import tell_merged, tell_split
from baraza.services.complaints.policies import require
from baraza.services.complaints.queries.one import ComplaintUnknown, referred_to_as
from baraza.services.complaints.states import State, check_move


class SameReport(ValueError):
    """A report cannot be a duplicate of itself, nor of one that was merged into it."""


class NotMerged(ValueError):
    """The report is a matter of its own already."""


def merge(*, actor: Actor, reference: str, into: str, expected_version: int | None = None) -> str:
    """The report becomes a duplicate of `into`, or of the report that `into` was merged into; returns that one's reference.

    Its reporter and followers follow the surviving report and are told. Raises NotAllowed, SameReport, MoveRefused,
    ChangedMeanwhile, ComplaintUnknown (for either reference).
    """
    require(actor=actor, act="merge")
    complaint, survivor = _locked(reference=reference, into=into, expected_version=expected_version)
    state = State(complaint.state)
    check_move(current=state, wanted=State.DUPLICATE)
    Merge.objects.create(
        organisation_id=complaint.organisation_id,
        duplicate=complaint,
        survivor=survivor,
        state_before=state,
        acknowledged_before=complaint.acknowledged_at,
        merged_at=now(),
        merged_by_id=actor.id if actor.kind == "member" else None,
    )
    complaint.state, complaint.duplicate_of = State.DUPLICATE, survivor
    complaint.acknowledged_at = complaint.acknowledged_at or now()
    save_change(
        complaint=complaint,
        actor=actor,
        changes={"state": [state.value, State.DUPLICATE.value], "duplicate_of": survivor.reference},
        action="complaint.merged",
    )
    save_change(
        complaint=survivor, actor=actor, changes={"merged": complaint.reference}, action="complaint.took_duplicate"
    )
    pass_followers_on(duplicate=complaint)
    tell_merged(duplicate=complaint, survivor=survivor, key=f"complaints.merged:{complaint.pk}:{complaint.version}")
    return survivor.reference


def split(*, actor: Actor, reference: str, expected_version: int | None = None) -> None:
    """The merged report is what it was before, with its own followers, and so is the one it was merged into.

    Raises NotAllowed, NotMerged, ChangedMeanwhile, ComplaintUnknown.
    """
    require(actor=actor, act="merge")
    complaint = lock_complaint(reference=reference, expected_version=expected_version)
    done = Merge.objects.filter(duplicate=complaint, undone_at__isnull=True).select_related("survivor").first()
    if done is None or complaint.duplicate_of_id is None:
        raise NotMerged(reference)
    survivor = lock_complaint(reference=done.survivor.reference)
    # Back to exactly what it was, which the table of moves does not offer to anybody else.
    complaint.state, complaint.acknowledged_at = done.state_before, done.acknowledged_before
    complaint.duplicate_of = None
    done.undone_at = now()
    done.save(update_fields=["undone_at"])
    save_change(
        complaint=complaint,
        actor=actor,
        changes={"state": [State.DUPLICATE.value, done.state_before], "split_from": survivor.reference},
        action="complaint.split",
    )
    save_change(
        complaint=survivor, actor=actor, changes={"split": complaint.reference}, action="complaint.gave_duplicate_back"
    )
    pass_followers_on(duplicate=complaint, left=survivor)
    tell_split(complaint=complaint, key=f"complaints.split:{complaint.pk}:{complaint.version}")


def _locked(*, reference: str, into: str, expected_version: int | None) -> tuple[Complaint, Complaint]:
    """Both, in the order of their ids so that two merges never wait for each other; the survivor is merged itself by nobody."""
    duplicate, survivor = _found(reference), _survivor(_found(into))
    if survivor.pk == duplicate.pk:
        raise SameReport(reference)
    locked = lock_complaints(ids={duplicate.pk, survivor.pk})
    duplicate, survivor = locked[duplicate.pk], locked[survivor.pk]
    if expected_version is not None and duplicate.version != expected_version:
        raise ChangedMeanwhile(reference)
    if survivor.duplicate_of_id is not None:
        raise ChangedMeanwhile(into)
    return duplicate, survivor


def _found(reference: str) -> Complaint:
    complaint = referred_to_as(reference).first()
    if complaint is None:
        raise ComplaintUnknown(reference)
    return complaint


def _survivor(complaint: Complaint) -> Complaint:
    while complaint.duplicate_of is not None:
        complaint = complaint.duplicate_of
    return complaint
