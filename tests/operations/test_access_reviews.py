"""Whoever keeps members is told when nobody looked through who has access for a month, and nobody else is."""

from datetime import timedelta

import pytest
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.live.models import MemberNotice
from baraza.core.identity.actions.reviews import confirm_review
from baraza.core.identity.models import Membership
from baraza.core.identity.queries import access
from baraza.core.identity.queries.access import REVIEW_EVERY
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.operations import access_reviews
from baraza.operations.access_reviews import remind

pytestmark = pytest.mark.django_db


def test_admins_are_told_once_a_month_until_somebody_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    city, stranger = make_organisation(), make_organisation()
    admin, clerk = (make_member(organisation_id=city.id, role=role) for role in ("org_admin", "agent"))
    make_member(organisation_id=stranger.id, role="org_admin")

    young = remind(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        Membership.objects.update(created_at=now() - REVIEW_EVERY - timedelta(days=1))
    told = [remind(organisation_id=one.id) for one in (city, city, stranger)]
    with organisation_scope(organisation_id=city.id):
        kept = list(MemberNotice.objects.values_list("user_id", "kind"))
        confirm_review(actor=admin)
    done = remind(organisation_id=city.id)
    for module in (access, access_reviews):
        monkeypatch.setattr(module, "now", lambda: now() + REVIEW_EVERY + timedelta(days=1))
    again = remind(organisation_id=city.id)

    assert (young, told, done, again) == (0, [1, 1, 0], 0, 1)
    assert kept == [(admin.id, "members.review_due")]
    assert clerk.id not in {who for who, _ in kept}
