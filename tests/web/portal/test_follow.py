"""“I have this problem too”: a report of others is followed from its public page."""

import pytest
from django.test import Client
from tests.web.portal.resident import Resident, errors_of, words_of

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.queries.one import get_complaint


@pytest.fixture
def reported(city: OrganisationProfile, resident: Resident) -> str:
    return resident.report()


@pytest.fixture
def neighbour(city: OrganisationProfile) -> Resident:
    return Resident(Client(), city)


def followers(city: OrganisationProfile, reference: str) -> int:
    with organisation_scope(organisation_id=city.id):
        return get_complaint(reference=reference).followers


def test_the_public_page_leads_to_following_and_not_to_the_form(neighbour: Resident, reported: str) -> None:
    page = neighbour.get(f"explore/reports/{reported}/").content.decode()
    assert f'href="/{neighbour.city.slug}/explore/reports/{reported}/follow/"' in page
    assert "I have this problem too" in words_of(neighbour.get(f"explore/reports/{reported}/follow/"))


@pytest.mark.parametrize("phone", ["", "082 123 4567"])
def test_who_has_the_problem_too_is_counted_once_and_sees_no_more_than_before(
    neighbour: Resident, city: OrganisationProfile, reported: str, phone: str
) -> None:
    answer = neighbour.post(f"explore/reports/{reported}/follow/", phone=phone)
    assert answer.url == f"/{city.slug}/track/{reported}/"
    assert followers(city, reported) == 1
    again = neighbour.post(f"explore/reports/{reported}/follow/", phone=phone)
    assert again.url == f"/{city.slug}/track/{reported}/"
    assert followers(city, reported) == 1
    page = words_of(neighbour.get(f"track/{reported}/"))
    assert "Words and photos are shown only to who reported it." in page


def test_who_stopped_following_can_begin_again_and_is_not_told_that_they_follow(
    neighbour: Resident, city: OrganisationProfile, reported: str
) -> None:
    neighbour.post(f"explore/reports/{reported}/follow/", phone="")
    neighbour.post(f"track/{reported}/unfollow/")
    assert neighbour.get(f"explore/reports/{reported}/follow/").url == f"/{city.slug}/track/{reported}/"
    page = words_of(neighbour.get(f"track/{reported}/"))
    assert ("You follow this report already." in page, "Follow this report" in page) == (False, True)
    assert followers(city, reported) == 0

    neighbour.post(f"track/{reported}/follow/")

    assert "You follow this report again." in words_of(neighbour.get(f"track/{reported}/"))
    assert followers(city, reported) == 1


@pytest.mark.parametrize(("phone", "links"), [("", 0), ("082 123 4567", 1)])
def test_only_who_can_be_reached_is_led_to_where_one_chooses_how(
    neighbour: Resident, city: OrganisationProfile, reported: str, phone: str, links: int
) -> None:
    neighbour.post(f"explore/reports/{reported}/follow/", phone=phone)

    page = words_of(neighbour.get(f"track/{reported}/"))

    assert page.count("Change your name or how we tell you") == links


def test_a_number_that_is_none_is_asked_for_again_and_nobody_is_counted(
    neighbour: Resident, city: OrganisationProfile, reported: str
) -> None:
    answer = neighbour.post(f"explore/reports/{reported}/follow/", phone="12")
    assert answer.status_code == 422
    assert list(errors_of(answer)) == ["phone"]
    assert followers(city, reported) == 0


def test_a_report_that_nobody_may_see_cannot_be_followed(neighbour: Resident) -> None:
    assert neighbour.post("explore/reports/MI-2026-222222/follow/", phone="").status_code == 404


def test_one_address_cannot_make_a_problem_look_larger(city: OrganisationProfile, reported: str) -> None:
    answers = [Resident(Client(), city).post(f"explore/reports/{reported}/follow/", phone="") for _ in range(32)]
    assert answers[-1].status_code == 429
    assert followers(city, reported) <= 31


def test_the_sender_keeps_the_reference_and_the_link_as_a_file_and_nobody_else_does(
    resident: Resident, neighbour: Resident, reported: str
) -> None:
    kept = resident.get(f"report/{reported}/receipt.txt")
    assert kept.headers["Content-Disposition"] == f'attachment; filename="{reported}.txt"'
    words = kept.content.decode()
    assert reported in words
    assert f"/r/{reported}/" in words
    neighbour.post(f"explore/reports/{reported}/follow/", phone="")
    assert neighbour.get(f"report/{reported}/receipt.txt").status_code == 302
