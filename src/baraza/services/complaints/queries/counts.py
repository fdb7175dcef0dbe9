"""How many complaints there are in a list, no further than is worth showing: a million are never counted for a page."""

from baraza.core.tenancy.questions import Question, answers, how_many
from baraza.services.complaints.queries.filters import Filter, narrowed

# Shown as "999+".
ENOUGH = 1000


def count_question(wanted: Filter) -> Question:
    """For asking together with others; the answer is how many there are, and `ENOUGH` means that many or more."""
    return how_many(key=f"complaints.count:{wanted!r}", rows=narrowed(wanted), most=ENOUGH)


def count_open() -> int:
    count: int = answers([count_question(Filter())])[0]
    return count
