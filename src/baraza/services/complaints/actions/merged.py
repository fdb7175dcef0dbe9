"""Two contacts turn out to be one person, or a browser turns out to be somebody's: who is told of which report then."""

from baraza.services.complaints.models import Complaint, Follower


def move_to_contact(*, kept_id: int, gone_id: int) -> None:
    """In messaging's transaction, before the contact that goes is removed."""
    Complaint.objects.filter(contact_id=gone_id).update(contact_id=kept_id)
    known = Follower.objects.filter(contact_id=kept_id).values("complaint_id")
    Follower.objects.filter(contact_id=gone_id).exclude(complaint_id__in=known).update(contact_id=kept_id)
    Follower.objects.filter(contact_id=gone_id).delete()
    # Who reported it is told of it anyway.
    Follower.objects.filter(contact_id=kept_id, complaint__contact_id=kept_id).delete()


def go_on_telling(*, person_id: int, nameless_id: int) -> None:
    """The browser is told of its reports as before; who reported without a name is not named by that."""
    own = Complaint.objects.filter(contact_id=nameless_id).values_list("pk", "organisation_id")
    followed = Follower.objects.filter(contact_id=nameless_id)
    wanted = {pk: (organisation_id, True) for pk, organisation_id in own}
    wanted |= {row.complaint_id: (row.organisation_id, row.told_only) for row in followed}
    reported = set(Complaint.objects.filter(pk__in=wanted, contact_id=person_id).values_list("pk", flat=True))
    Follower.objects.bulk_create(
        [
            Follower(organisation_id=organisation_id, complaint_id=pk, contact_id=person_id, told_only=told_only)
            for pk, (organisation_id, told_only) in wanted.items()
            if pk not in reported
        ],
        ignore_conflicts=True,
    )
    followed.delete()
