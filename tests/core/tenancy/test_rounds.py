"""An organisation that cannot be looked after keeps no other from it."""

import pytest
from tests.factories.core import make_organisation

from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.rounds import RoundIncomplete, in_each
from baraza.core.tenancy.scope import current_organisation_id


@pytest.mark.django_db
def test_whoever_comes_after_an_organisation_that_fails_is_looked_after(caplog: pytest.LogCaptureFixture) -> None:
    # given
    first, second, third = (make_organisation().id for _ in range(3))
    seen = list[int]()

    def act() -> None:
        if current_organisation_id() == second:
            # Also what leaves its transaction unusable.
            Organisation.objects.extra(where=["no_such_column"]).first()
        seen.append(current_organisation_id())

    # when
    with pytest.raises(RoundIncomplete, match=rf"1 organisations were left out: \[{second}\]"):
        in_each(organisation_ids=[first, second, third], act=act)

    # then
    assert seen == [first, third]
    assert f"Organisation {second} was left out" in caplog.text
