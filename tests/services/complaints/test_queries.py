"""Lists, pages and neighbourhood of complaints, each organisation for itself."""

from collections.abc import Iterator

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.move import move
from baraza.services.complaints.queries.counts import count_open
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import PAGE_SIZE, list_complaints
from baraza.services.complaints.queries.nearby import find_nearby
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, list_of_contact
from baraza.services.complaints.states import State

pytestmark = pytest.mark.django_db
HERE = {"latitude": -26.2385, "longitude": 27.9087}


@pytest.fixture
def city() -> Iterator[OrganisationProfile]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        yield organisation


def test_pages_go_back_and_forth_without_gaps_or_repeats(city: OrganisationProfile) -> None:
    made = [make_complaint().id for _ in range(2 * PAGE_SIZE + 3)][::-1]

    first = list_complaints(wanted=Filter())
    second = list_complaints(wanted=Filter(), place=first.after)
    third = list_complaints(wanted=Filter(), place=second.after)
    back = list_complaints(wanted=Filter(), place=third.before)

    assert [row.id for page in (first, second, third) for row in page.complaints] == made
    assert (first.before, third.after) == (None, None)
    assert [row.id for row in back.complaints] == [row.id for row in second.complaints]


def test_an_empty_list_has_no_neighbours(city: OrganisationProfile) -> None:
    page = list_complaints(wanted=Filter())

    assert (page.complaints, page.before, page.after) == ([], None, None)


def test_filters_narrow_the_list(city: OrganisationProfile) -> None:
    clerk = make_member(organisation_id=city.id)
    open_one, noise = make_complaint(), make_complaint(category="noise")
    done = make_complaint()
    move(actor=clerk, reference=done.reference, wanted=State.RESOLVED, reason="Fixed")

    assert {row.id for row in list_complaints(wanted=Filter()).complaints} == {open_one.id, noise.id}
    assert {row.id for row in list_complaints(wanted=Filter(group="all")).complaints} == {
        open_one.id,
        noise.id,
        done.id,
    }
    assert [row.id for row in list_complaints(wanted=Filter(states=(State.RESOLVED,))).complaints] == [done.id]
    assert [row.id for row in list_complaints(wanted=Filter(categories=("noise",))).complaints] == [noise.id]
    assert list_complaints(wanted=Filter(assignee_id=clerk.id)).complaints == []
    assert count_open() == 2


def test_one_organisation_sees_counts_and_guesses_nothing_of_the_other() -> None:
    ours, theirs = make_organisation(), make_organisation()
    with organisation_scope(organisation_id=theirs.id):
        secret = make_complaint(**HERE)

    with organisation_scope(organisation_id=ours.id):
        assert list_complaints(wanted=Filter(group="all")).complaints == []
        assert count_open() == 0
        assert find_nearby(category="burst_pipe", **HERE) == []
        with pytest.raises(ComplaintUnknown):
            get_complaint(reference=secret.reference)


def test_the_same_problem_within_a_short_walk_is_found_nearest_first(city: OrganisationProfile) -> None:
    near = make_complaint(latitude=-26.2390, longitude=27.9087)
    nearest = make_complaint(latitude=-26.2386, longitude=27.9087)
    make_complaint(latitude=-26.2410, longitude=27.9087)
    make_complaint(category="noise", **HERE)
    make_complaint()

    found = find_nearby(category="burst_pipe", **HERE)

    assert [(hit.complaint.id, hit.metres) for hit in found] == [(nearest.id, 11), (near.id, 56)]


def test_a_person_sees_their_own_reports_newest_first(city: OrganisationProfile) -> None:
    person, other = make_contact(), make_contact()
    first, _, second = (
        make_complaint(contact_id=person),
        make_complaint(contact_id=other),
        make_complaint(contact_id=person),
    )

    assert [row.id for row in list_of_contact(contact_id=person, limit=5)] == [second.id, first.id]
