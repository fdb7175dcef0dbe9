"""When staff are reminded of a due time."""

from datetime import timedelta
from typing import Final

OVERDUE: Final = "overdue"
DUE_SOON: Final = "due_soon"
STAGES: Final = (DUE_SOON, OVERDUE)
# Soon is the last quarter of the time there is, and never more than a day.
SOON_AT_MOST: Final = timedelta(days=1)
SOON_SHARE: Final = 4
# What fell due while nothing ran for longer than this is old news: it stands in the lists.
TOLD_WITHIN: Final = timedelta(days=2)
