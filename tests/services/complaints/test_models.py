"""What the tables hold together, and that they are described the same way on every run."""

import pytest

from baraza.services.complaints.models import Complaint


@pytest.mark.parametrize("name", ["complaint_open", "complaint_mine"])
def test_an_index_is_not_described_in_the_order_of_a_set(name: str) -> None:
    """That order changes from run to run, and with it whether a migration seems to be missing."""
    index = next(index for index in Complaint._meta.indexes if index.name == name)
    assert index.condition is not None
    (_, states) = index.condition.children[0]
    assert list(states) == ["ACKNOWLEDGED", "ASSIGNED", "IN_PROGRESS", "REOPENED", "SUBMITTED"]
