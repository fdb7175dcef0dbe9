"""What is open now, by whom and since when, as badges and the dashboard ask for it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.core.identity.models import Team
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.services.complaints.actions.figures import fold_organisation
from baraza.services.complaints.models import Complaint, FigureChange, FigureZone
from baraza.services.complaints.queries import figures
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Iterator[OrganisationProfile]:
    made = make_organisation()
    with organisation_scope(organisation_id=made.id):
        yield made


def test_states_are_counted_with_what_waits_and_with_what_is_folded(city: OrganisationProfile) -> None:
    make_complaint()
    fold_organisation(organisation_id=city.id)
    make_complaint()
    Complaint.objects.filter(pk=Complaint.objects.first().pk).update(state=State.REJECTED)  # type: ignore[union-attr]

    counts = figures.counts_by_state()

    assert counts == {**dict.fromkeys(State, 0), State.SUBMITTED: 1, State.REJECTED: 1}
    assert figures.open_count() == 1


def test_before_the_first_count_readers_count_themselves(city: OrganisationProfile) -> None:
    make_complaint()
    FigureChange.objects.all().delete()
    FigureZone.objects.update(counted=False)

    assert figures.open_count() == 1
    assert fold_organisation(organisation_id=city.id) == 0
    assert FigureZone.objects.get().counted
    assert figures.open_by(dimension="all")[0].open == 1


def test_overdue_and_due_soon_are_of_all_of_a_person_or_of_teams(city: OrganisationProfile) -> None:
    me = make_member(organisation_id=city.id).id
    team = Team.objects.create(organisation_id=city.id, name="Water").pk
    late, soon, later = (make_complaint().id for _ in range(3))
    Complaint.objects.filter(pk=late).update(due_at=now() - timedelta(minutes=1), assignee_id=me)
    Complaint.objects.filter(pk=soon).update(due_at=now() + timedelta(hours=23), team_id=team)
    Complaint.objects.filter(pk=later).update(due_at=now() + timedelta(hours=25))

    assert figures.overdue_count() == 1
    assert figures.overdue_count(assignee_id=me) == 1
    assert figures.overdue_count(team_ids=[team]) == 0
    assert figures.due_soon_count() == 1
    assert figures.due_soon_count(team_ids=[team]) == 1
    assert figures.due_soon_count(team_ids=[]) == 0


def test_what_nobody_has_taken_is_counted_by_team(city: OrganisationProfile) -> None:
    me = make_member(organisation_id=city.id).id
    team = Team.objects.create(organisation_id=city.id, name="Water").pk
    mine, teams_own = make_complaint().id, make_complaint().id
    make_complaint()
    Complaint.objects.filter(pk=mine).update(assignee_id=me, team_id=team)
    Complaint.objects.filter(pk=teams_own).update(team_id=team)

    assert figures.unassigned_count() == 2
    assert figures.unassigned_count(team_ids=[team]) == 1
    assert [(load.value, load.open) for load in figures.open_by(dimension="assignee")] == [("", 2), (str(me), 1)]


def test_the_backlog_is_told_by_its_age(city: OrganisationProfile) -> None:
    for days in (0, 1, 2, 7, 8, 31, 400):
        Complaint.objects.filter(pk=make_complaint().id).update(opened_at=now() - timedelta(days=days))

    bands = figures.backlog_by_age()

    assert [one.open for one in bands] == [2, 2, 1, 1, 1]
    assert bands[-1].first is None
    assert (bands[0].last - bands[1].last) == timedelta(days=2)


def test_another_organisations_complaints_are_in_no_figure() -> None:
    one, other = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=one.id):
        make_complaint()

    with organisation_scope(organisation_id=other.id):
        assert figures.open_count() == 0
        assert figures.open_by(dimension="category") == []
    with organisation_scope(organisation_id=one.id):
        assert figures.open_count() == 1
