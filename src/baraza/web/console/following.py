"""What a page around which the console lies needs to follow what happens."""

from django.urls import reverse

from baraza.capabilities.live.policies import FOLLOW
from baraza.capabilities.live.words import words_for_pages
from baraza.core.identity.permissions import allows
from baraza.web.console.access import Desk


def live_context(*, desk: Desk) -> dict[str, object]:
    """Nothing for those who may not follow."""
    if not allows(actor=desk.actor, permission=FOLLOW):
        return {}
    addresses = {name: reverse(f"console:live-{name}") for name in ("events", "changes", "badges", "presence")}
    page = {
        **addresses,
        "notifications": reverse("console:notifications"),
        "organisation": desk.organisation.id,
        "member": desk.actor.id,
        "after": desk.heard,
        "words": dict(words_for_pages()),
    }
    return {"live": page}
