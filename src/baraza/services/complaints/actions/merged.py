"""Two contacts turn out to be one person: their matters become one person's."""

from baraza.services.complaints.models import Complaint, Follower


def move_to_contact(*, kept_id: int, gone_id: int) -> None:
    """In messaging's transaction, before the contact that goes is removed."""
    Complaint.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
    known = Follower.objects.filter(contact_id=kept_id).values("complaint_id")
    Follower.objects.filter(contact_id=gone_id).exclude(complaint_id__in=known).update(contact_id=kept_id)
    Follower.objects.filter(contact_id=gone_id).delete()
