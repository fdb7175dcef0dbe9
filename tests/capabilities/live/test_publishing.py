"""What is told to open pages, and what is kept for members."""

import pytest
from django.db import connection
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.live.actions import EventTooLarge, mark_read, publish, tell_member
from baraza.capabilities.live.events import EventUnreadable, read_event
from baraza.capabilities.live.kinds import KindUnknown
from baraza.capabilities.live.models import MemberNotice
from baraza.core.tenancy.scope import NoOrganisation, organisation_scope

pytestmark = pytest.mark.django_db


def test_an_event_nobody_declared_is_refused_and_names_how_to_declare_it() -> None:
    city = make_organisation()

    with organisation_scope(organisation_id=city.id), pytest.raises(KindUnknown, match=r"live\.kinds\.declare"):
        publish(kind="libraries.opened", subject="1")


def test_an_event_that_would_not_fit_is_refused_before_the_database_refuses_the_commit() -> None:
    city = make_organisation()

    with organisation_scope(organisation_id=city.id), pytest.raises(EventTooLarge):
        publish(kind="complaints.opened", subject="A", facts={"ids": "x" * 8000})


def test_an_event_belongs_to_an_organisations_transaction() -> None:
    with pytest.raises(NoOrganisation):
        publish(kind="complaints.opened", subject="A")


@pytest.mark.parametrize("payload", ["", "[]", "{}", '{"organisation": "x"}', '{"organisation": 1, "sequence": null}'])
def test_what_is_not_an_event_of_ours_cannot_be_read_as_one(payload: str) -> None:
    with pytest.raises(EventUnreadable):
        read_event(payload)


def test_a_member_is_told_once_however_often_it_is_said() -> None:
    city = make_organisation()
    clerk = make_member(organisation_id=city.id)
    assert clerk.id is not None

    with organisation_scope(organisation_id=city.id):
        for _ in range(2):
            tell_member(member_id=clerk.id, kind="complaints.assigned", subject="A", key="assigned:1")
        kept = list(MemberNotice.objects.values_list("kind", "subject", "read_at"))

    assert kept == [("complaints.assigned", "A", None)]


def test_a_member_marks_only_their_own_notices_as_read() -> None:
    city = make_organisation()
    clerk, other = make_member(organisation_id=city.id), make_member(organisation_id=city.id)
    assert clerk.id is not None
    assert other.id is not None

    with organisation_scope(organisation_id=city.id):
        for member in (clerk.id, other.id):
            tell_member(member_id=member, kind="complaints.assigned", subject="A", key="assigned:1")
        changed = mark_read(actor=clerk)
        unread = list(MemberNotice.objects.filter(read_at__isnull=True).values_list("user_id", flat=True))

    assert changed == 1
    assert unread == [other.id]


def test_notices_of_another_organisation_do_not_exist() -> None:
    city, other = make_organisation(), make_organisation()
    clerk = make_member(organisation_id=city.id)
    assert clerk.id is not None
    with organisation_scope(organisation_id=city.id):
        tell_member(member_id=clerk.id, kind="complaints.assigned", subject="A", key="assigned:1")

    with organisation_scope(organisation_id=other.id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM live_member_notice")
        found = cursor.fetchone()

    assert found == (0,)
