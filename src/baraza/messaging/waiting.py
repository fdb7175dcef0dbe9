"""Texts for people whose channel cannot be written to: they see them when they next dial."""

from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.messaging.models import WaitingText


def leave(*, contact_id: int, text: str, key: str) -> None:
    """A second text of the same key is the same text: it is left once."""
    WaitingText.objects.bulk_create(
        [WaitingText(organisation_id=current_organisation_id(), contact_id=contact_id, text=text, key=key)],
        ignore_conflicts=True,
    )


def take(*, contact_id: int) -> list[str]:
    """What the person has not seen yet, oldest first; from now on it counts as shown."""
    rows = list(
        WaitingText.objects.select_for_update(of=("self",)).filter(contact_id=contact_id, shown_at=None).order_by("id")
    )
    WaitingText.objects.filter(pk__in=[row.pk for row in rows]).update(shown_at=clock.now())
    return [row.text for row in rows]


def take_back(*, key: str) -> bool:
    """False when the person has read it; a text that was never left is gone as well."""
    mine = WaitingText.objects.filter(organisation_id=current_organisation_id(), key=key)
    if mine.filter(shown_at__isnull=False).exists():
        return False
    mine.delete()
    return True
