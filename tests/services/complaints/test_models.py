"""What the tables hold together, and that they are described the same way on every run."""

import pytest
from django.db import IntegrityError, transaction
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import Complaint


def test_settled_states_are_not_described_in_the_order_of_a_set() -> None:
    """That order changes from run to run, and with it whether a migration seems to be missing."""
    settled = Complaint._meta.get_field("settled").expression.cases[0].condition
    (_, states) = settled.children[0]
    assert list(states) == ["CLOSED", "DUPLICATE", "REJECTED", "RESOLVED"]


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"latitude": -26.2}, {"longitude": 27.9}, {"latitude": 91.0, "longitude": 0.0}])
def test_half_a_position_or_one_off_the_earth_is_refused(half: dict[str, float]) -> None:
    with (
        organisation_scope(organisation_id=make_organisation().id),
        pytest.raises(IntegrityError, match="complaint_position_on_earth"),
        transaction.atomic(),
    ):
        make_complaint(**half)
