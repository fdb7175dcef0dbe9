"""Who follows a report follows the one that it was merged into, for as long as it is merged."""

from baraza.services.complaints.models import Complaint, Follower


def pass_followers_on(*, duplicate: Complaint, left: Complaint | None = None) -> None:
    """After a merge, a split (from `left`) or a new follower: every report above has those whom its duplicates brought.

    Whoever chose a report themselves, or reported it, is left as they are.
    """
    survivor = left or duplicate.duplicate_of
    while survivor is not None:
        _gather(survivor)
        survivor = survivor.duplicate_of


def _gather(survivor: Complaint) -> None:
    wanted: dict[int, int] = {}
    for child in Complaint.objects.filter(duplicate_of=survivor).order_by("pk"):
        following = Follower.objects.filter(complaint=child).values_list("contact_id", flat=True)
        for contact_id in (child.contact_id, *following):
            if contact_id is not None and contact_id != survivor.contact_id:
                wanted.setdefault(contact_id, child.pk)
    heard = Follower.objects.filter(contact_id__in=wanted, complaint__duplicate_of=survivor, told_only=True)
    listening = set(heard.values_list("contact_id", flat=True))
    brought = Follower.objects.filter(complaint=survivor, merged_from__isnull=False)
    brought.exclude(contact_id__in=wanted).delete()
    Follower.objects.bulk_create(
        [
            Follower(
                organisation_id=survivor.organisation_id,
                complaint=survivor,
                contact_id=contact_id,
                merged_from_id=child_id,
                told_only=contact_id in listening,
            )
            for contact_id, child_id in wanted.items()
        ],
        ignore_conflicts=True,
    )
