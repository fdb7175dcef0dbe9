"""When a complaint is due: hours by priority, longer where the work is slow by nature; an organisation may differ."""

from collections.abc import Mapping
from datetime import datetime, timedelta

HOURS_BY_PRIORITY: Mapping[str, int] = {"critical": 4, "high": 24, "medium": 72, "low": 168}

# Categories whose ordinary cases take longer (repairs by contractors, accounts to be looked into).
SLOWER: Mapping[str, float] = {
    "pothole_road": 2.0,
    "parks_trees": 2.0,
    "billing_account": 2.0,
    "housing": 4.0,
    "staff_conduct": 2.0,
    "other": 2.0,
}


def due_at(
    *,
    category: str,
    priority: str,
    opened_at: datetime,
    hours: Mapping[tuple[str, str], int] | None = None,
) -> datetime:
    """`hours` are the organisation's own, by (category, priority); danger to life is never slowed down."""
    own = (hours or {}).get((category, priority))
    if own is not None:
        return opened_at + timedelta(hours=own)
    factor = 1.0 if priority in {"critical", "high"} else SLOWER.get(category, 1.0)
    return opened_at + timedelta(hours=HOURS_BY_PRIORITY[priority] * factor)
