"""What people think is kept once and without them, read by admins week by week, and goes when its time is over."""

import datetime as dt

import pytest
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.feedback.actions import NothingSaid, give, mark_read
from baraza.capabilities.feedback.forgetting import forget
from baraza.capabilities.feedback.models import Feedback
from baraza.capabilities.feedback.queries import list_feedback, waiting, weekly
from baraza.capabilities.staff_letters.parts import counted_for
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, NotAllowed, resident
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.operations.retention import apply_retention

pytestmark = pytest.mark.django_db


class Town:
    def __init__(self) -> None:
        self.id = make_organisation().id
        self.admin = make_member(organisation_id=self.id, role="org_admin", name="Nomsa")
        self.agent = make_member(organisation_id=self.id)

    def hears(self, words: str, *, who: Actor | None = None, mood: str = "", days_ago: int = 0, key: str = "") -> int:
        with organisation_scope(organisation_id=self.id):
            give(actor=who or resident(contact_id=None), words=words, mood=mood, language="en", source_key=key or words)
            row = Feedback.objects.get(source_key=key or words)
            Feedback.objects.filter(pk=row.pk).update(given_at=now() - dt.timedelta(days=days_ago))
            return row.pk


@pytest.fixture
def town() -> Town:
    return Town()


def test_it_is_kept_once_and_without_whoever_said_it(town: Town) -> None:
    town.hears("Quick answer", who=town.agent, key="k")
    town.hears("Something else", key="k")

    with organisation_scope(organisation_id=town.id):
        (row,) = Feedback.objects.values()
        assert (row["source"], row["words"], row["read_by_name"]) == ("member", "Quick answer", "")
        assert not AuditEntry.objects.filter(action__startswith="feedback").exists()
        with pytest.raises(NothingSaid):
            give(actor=town.agent, words="  ", mood="", language="", source_key="x")


def test_admins_mark_as_read_what_the_page_showed_and_nobody_else_does(town: Town) -> None:
    first = town.hears("One", days_ago=8)
    town.hears("Two")
    with organisation_scope(organisation_id=town.id):
        with pytest.raises(NotAllowed):
            mark_read(actor=town.agent, up_to=first)
        assert (waiting().count, waiting().too_long) == (2, True)
        assert dict(counted_for(town.admin))["Feedback that nobody has read"] == 2
        assert "Feedback that nobody has read" not in dict(counted_for(town.agent))

        assert (mark_read(actor=town.admin, up_to=first), mark_read(actor=town.admin, up_to=first)) == (1, 0)

        assert (waiting().count, waiting().too_long) == (1, False)
        assert [(one.words, one.unread) for one in list_feedback().said] == [("Two", True), ("One", False)]
        assert list(AuditEntry.objects.filter(action="feedback.reviewed").values_list("changes", flat=True)) == [
            {"read": 1}
        ]


def test_weeks_add_up(town: Town) -> None:
    for number, (mood, days_ago) in enumerate((("good", 0), ("bad", 0), ("", 7), ("mixed", 7), ("good", 70))):
        town.hears(f"{number}", mood=mood, days_ago=days_ago)
    with organisation_scope(organisation_id=town.id):
        found = [(week.given, week.good, week.mixed, week.bad, week.unread) for week in weekly()]
        assert found == [(2, 1, 0, 1, 2), (2, 0, 1, 0, 2)]
        assert {week.begins.weekday() for week in weekly()} == {0}


def test_it_goes_with_messages_and_other_organisations_keep_theirs(town: Town) -> None:
    other = Town()
    town.hears("Old", days_ago=1096)
    town.hears("New")
    other.hears("Old", days_ago=1096)

    assert apply_retention(organisation_id=town.id)["feedback"] == 1

    with organisation_scope(organisation_id=town.id):
        assert [one.words for one in list_feedback().said] == ["New"]
    with organisation_scope(organisation_id=other.id):
        assert forget(before=now(), at_most=500) == 1


def test_pages_follow_each_other(town: Town) -> None:
    for number in range(27):
        town.hears(f"{number}")
    with organisation_scope(organisation_id=town.id):
        first = list_feedback()
        second = list_feedback(before=first.older)
    assert [len(first.said), len(second.said), second.older] == [25, 2, None]
