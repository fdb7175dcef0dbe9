"""Takes the person out of a case whose time is over; what happened where and how long it took stays for the figures."""

from collections.abc import Collection
from datetime import datetime
from itertools import islice
from typing import Final

from baraza.capabilities.media.actions import detach_photos
from baraza.capabilities.triage.actions import forget_decision
from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed
from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.personal import remove_contact
from baraza.services.complaints.actions.changing import save_change
from baraza.services.complaints.actions.locks import lock_complaints
from baraza.services.complaints.models import Complaint, Entry, Follower, Rating, SearchWord
from baraza.services.complaints.queries.vocabulary import words_of_nothing

# In place of the words of a case whose person was taken out.
FORGOTTEN: Final = "…"
_WORDS_AND_PICTURES: Final = (Entry.Kind.COMMENT, Entry.Kind.REPLY, Entry.Kind.NOTE, Entry.Kind.PHOTO)


def forget_people(*, before: datetime, at_most: int) -> int:
    """Of the organisation in scope: cases that are settled and have not changed since then; returns how many.

    Whose person had themselves removed goes first, as soon as it is settled.
    """
    settled = Complaint.objects.filter(organisation_id=current_organisation_id(), settled=True)
    due = list(settled.filter(forget_soon=True).order_by("pk").values_list("pk", flat=True)[:at_most])
    old = settled.filter(changed_at__lt=before).exclude(description=FORGOTTEN).exclude(pk__in=due)
    due += old.order_by("changed_at").values_list("pk", flat=True)[: at_most - len(due)]
    # Whoever had the case open meanwhile keeps it for another while.
    rows = [row for row in lock_complaints(ids=set(due)).values() if _is_due(row, before)]
    for complaint in rows:
        _forget(complaint, actor=SYSTEM)
    return len(rows)


def forget_words(*, before: datetime, at_most: int) -> int:  # noqa: ARG001 - what stands nowhere is old enough
    """Words that the search proposes for mistyped ones, once no report has them: they may have been somebody's name."""
    ids = list(islice(words_of_nothing(), at_most))
    SearchWord.objects.filter(pk__in=ids).delete()
    return len(ids)


def forget_person(*, actor: Actor, contact_id: int) -> None:
    """Asked for by the person alone. What is settled keeps its facts; what is still open keeps its words as well, until
    it is settled; the next `forget_people` takes them out. Raises NotAllowed.
    """
    if actor.kind != "contact" or actor.id != contact_id:
        raise NotAllowed("Only the person can ask to be forgotten.")
    rows = Complaint.objects.filter(organisation_id=current_organisation_id(), contact_id=contact_id)
    own = set(rows.values_list("pk", flat=True))
    for complaint in lock_complaints(ids=own).values():
        if complaint.settled:
            _forget(complaint, actor=actor)
        else:
            complaint.contact, complaint.connection, complaint.forget_soon = None, None, True
            save_change(
                complaint=complaint, actor=actor, changes={"person": "removed"}, action="complaint.person_removed"
            )
    # What the person added to reports of others goes with them, and no line points at who is gone.
    lines = Entry.objects.filter(organisation_id=current_organisation_id(), actor_kind="contact", actor_id=contact_id)
    lines.filter(kind__in=_WORDS_AND_PICTURES).exclude(complaint_id__in=own).delete()
    lines.update(actor_id=None)
    detach_photos(contact_id=contact_id)
    record(actor=actor, action="contact.removed", subject_kind="contact", subject_id=str(contact_id), changes={})
    remove_contact(contact_id=contact_id)


def contacts_with_open_cases(contact_ids: Collection[int]) -> Collection[int]:
    rows = Complaint.objects.filter(
        organisation_id=current_organisation_id(), contact_id__in=contact_ids, settled=False
    )
    return {contact_id for contact_id in rows.values_list("contact_id", flat=True) if contact_id is not None}


def _is_due(complaint: Complaint, before: datetime) -> bool:
    return complaint.settled and (complaint.forget_soon or complaint.changed_at < before)


def _forget(complaint: Complaint, *, actor: Actor) -> None:
    entries = Entry.objects.filter(complaint=complaint)
    entries.filter(kind__in=_WORDS_AND_PICTURES).delete()
    entries.filter(kind=Entry.Kind.CHANGE).update(text="")
    Follower.objects.filter(complaint=complaint).delete()
    Rating.objects.filter(complaint=complaint).update(comment="")
    forget_decision(subject=complaint.reference)
    complaint.contact, complaint.connection, complaint.description = None, None, FORGOTTEN
    complaint.forget_soon = False
    save_change(complaint=complaint, actor=actor, changes={"person": "removed"}, action="complaint.person_removed")
