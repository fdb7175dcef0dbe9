"""Who else has a complaint open at this moment."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from baraza.lib.clock import now
from baraza.services.complaints.models import Presence

# Pages say every twenty seconds that they are open: two may be lost on the way.
HERE_FOR: Final = timedelta(seconds=50)


@dataclass(frozen=True, kw_only=True)
class SomeoneHere:
    name: str
    writing: bool


def list_present(*, reference: str, besides: int | None) -> list[SomeoneHere]:
    """The others, by name; `besides` is the member who asks."""
    if "\0" in reference:
        return []
    rows = (
        Presence.objects.filter(complaint__reference=reference, seen_at__gt=now() - HERE_FOR)
        .exclude(user_id=besides)
        .select_related("user")
        .order_by("user__name")
    )
    return [SomeoneHere(name=row.user.name, writing=row.writing) for row in rows]
