"""Who hears at once of what happens to a call."""

from collections.abc import Mapping

from baraza.capabilities.live.events import CLIENT_FACT
from baraza.services.call_analytics.models import Call


def facts_of(call: Call) -> Mapping[str, str]:
    """For `publish`, so that the client's own viewers hear of it, too."""
    return {CLIENT_FACT: call.agent.client} if call.agent is not None and call.agent.client else {}
