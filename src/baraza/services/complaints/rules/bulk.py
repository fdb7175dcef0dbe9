"""What can be done to many complaints at once, what it needs, and for how long it can be taken back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from baraza.lib.translation import gettext_noop

MOST_ROWS: Final = 10_000
# This many are changed while the person waits; more are a job whose progress is shown.
AT_ONCE: Final = 50
BATCH: Final = 100
UNDO_WITHIN: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class BulkKind:
    """`permission` is the act of the policy; `value` says what kind of value it takes. Residents are told of some."""

    label: str
    permission: str
    value: str = ""
    needs_reason: bool = False
    undoable: bool = True


BULK_KINDS: Final[dict[str, BulkKind]] = {
    "take": BulkKind(label=gettext_noop("Make them mine"), permission="take"),
    "person": BulkKind(label=gettext_noop("Give them to a person"), permission="assign", value="person"),
    "team": BulkKind(label=gettext_noop("Give them to a team"), permission="assign", value="team"),
    "priority": BulkKind(label=gettext_noop("Change the priority"), permission="correct", value="priority"),
    "acknowledge": BulkKind(label=gettext_noop("Mark as seen"), permission="move"),
    # What residents were told cannot be taken back.
    "start": BulkKind(label=gettext_noop("Work has begun"), permission="move", undoable=False),
    "resolve": BulkKind(label=gettext_noop("They are done"), permission="move", needs_reason=True, undoable=False),
}
