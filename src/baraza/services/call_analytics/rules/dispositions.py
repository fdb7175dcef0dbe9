"""What the desk makes of a call, in one word."""

from enum import StrEnum
from typing import Final


class Disposition(StrEnum):
    DONE = "done"
    CALL_BACK = "call_back"
    FOLLOW_UP = "follow_up"
    COMPLAINT = "complaint"
    WRONG_NUMBER = "wrong_number"
    SPAM = "spam"


# For lists: nobody has said yet.
UNSETTLED: Final = "open"
