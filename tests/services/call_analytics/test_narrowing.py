"""What a member narrows the list with."""

import pytest
from tests.factories.bills import a_finished_call, an_agency, noon

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.models import CallTag
from baraza.services.call_analytics.queries.narrowing import tags_in_use

pytestmark = pytest.mark.django_db


def test_every_tag_in_use_is_named_once_in_order_and_no_other_organisations() -> None:
    ours, theirs = an_agency(), an_agency()
    for agency, names in ((ours, (["vip", "Äpfel 50%"], ["complaint", "vip"])), (theirs, (["secret"],))):
        with organisation_scope(organisation_id=agency.organisation_id):
            assert tags_in_use() == []
            for day, several in enumerate(names, start=1):
                call = a_finished_call(agency, at=noon(2026, 1, day))
                CallTag.objects.bulk_create(
                    CallTag(organisation_id=agency.organisation_id, call=call, name=name) for name in several
                )

    with organisation_scope(organisation_id=ours.organisation_id):
        in_order = list(CallTag.objects.order_by("name").values_list("name", flat=True).distinct())
        assert tags_in_use() == in_order
    assert set(in_order) == {"vip", "complaint", "Äpfel 50%"}
