"""What the public sees of reports: nothing of people, rough places, no small counts, nothing that staff keep back."""

import math
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation
from tests.factories.settings import make_notice

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.openness import BLURS as SETTING_BLURS
from baraza.core.settings.openness import SECTION, Openness, set_openness
from baraza.core.settings.sections import section_version
from baraza.core.tenancy.scope import forget_in_scope, organisation_scope
from baraza.services.complaints.actions.notices import NoticeChanged, publish_notice, withdraw_notice, write_notice
from baraza.services.complaints.actions.publicity import keep_from_public
from baraza.services.complaints.queries.clusters import Box
from baraza.services.complaints.queries.notices import notices_now
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.queries.public import PublicFilter, get_public, list_public
from baraza.services.complaints.queries.public_map import list_public_clusters
from baraza.services.complaints.rules.publicity import BLURS, blurred, with_small_counts_left_out

pytestmark = pytest.mark.django_db
ALL = PublicFilter()


@pytest.fixture
def city() -> Iterator[OrganisationProfile]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        yield organisation


@pytest.fixture
def admin(city: OrganisationProfile) -> Actor:
    return make_member(organisation_id=city.id, role="org_admin")


def opened(admin: Actor, **chosen: object) -> None:
    wanted = Openness(**chosen)  # type: ignore[arg-type]
    set_openness(actor=admin, openness=wanted, version=section_version(name=SECTION))
    forget_in_scope(key="settings.openness")


def test_the_rule_knows_every_blur_that_can_be_set() -> None:
    assert set(SETTING_BLURS) == set(BLURS)


@pytest.mark.usefixtures("city")
def test_without_a_choice_the_public_sees_neither_words_nor_person_nor_the_place_itself() -> None:
    contact_id = make_contact(name="Thandi Dlamini")
    made = make_complaint(
        contact_id=contact_id,
        description="Ask Thandi at 12 Oak",
        place_text="12 Oak",
        latitude=-29.85001,
        longitude=31.02001,
    )

    (found,), more = list_public(wanted=ALL)

    assert (found.reference, found.category, found.words, more) == (made.reference, "burst_pipe", "", False)
    assert found.month.day == 1
    assert (found.latitude, found.longitude) == blurred(latitude=-29.85001, longitude=31.02001, metres=100)
    said = str(asdict(found))
    assert not [secret for secret in ("Thandi", "Oak", "29.85001", "31.02001") if secret in said]


def test_places_of_one_square_are_drawn_in_one_point() -> None:
    assert blurred(latitude=-29.8500, longitude=31.0200, metres=500) == blurred(
        latitude=-29.8501, longitude=31.0201, metres=500
    )


def test_ward_only_gives_no_position_at_all(admin: Actor) -> None:
    make_complaint(latitude=-29.85, longitude=31.02, ward_code="12")
    opened(admin, blur="ward")

    (found,), _ = list_public(wanted=ALL)

    assert (found.latitude, found.longitude, found.ward) == (None, None, "12")
    assert list_public_clusters(box=Box(south=-90, west=-180, north=90, east=180), zoom=5, wanted=ALL) == []


@pytest.mark.usefixtures("city")
def test_moving_the_edge_of_the_map_does_not_find_the_place() -> None:
    latitude, longitude = -29.85001, 31.02001
    make_complaint(latitude=latitude, longitude=longitude)
    drawn = blurred(latitude=latitude, longitude=longitude, metres=100)

    def seen(at: tuple[float, float]) -> list[tuple[float, float]]:
        edge = 0.00001
        box = Box(south=at[0] - edge, north=at[0] + edge, west=at[1] - edge, east=at[1] + edge)
        found = list_public_clusters(box=box, zoom=19, wanted=ALL)
        return [(round(one.box.south, 6), round(one.box.west, 6)) for one in found]

    assert seen((latitude, longitude)) == []
    assert seen(drawn) == [drawn]


def test_words_are_shown_by_choice_unless_a_clerk_hides_them(city: OrganisationProfile, admin: Actor) -> None:
    made = make_complaint(description="The lamp is dark")
    opened(admin, words=True)
    assert get_public(reference=made.reference).words == "The lamp is dark"

    keep_from_public(actor=make_member(organisation_id=city.id), reference=made.reference, what="words")

    assert get_public(reference=made.reference).words == ""


def test_a_hidden_report_is_as_unknown_as_one_that_never_was(city: OrganisationProfile) -> None:
    made, clerk = make_complaint(latitude=-29.85, longitude=31.02), make_member(organisation_id=city.id)

    keep_from_public(actor=clerk, reference=made.reference, what="all")

    assert list_public(wanted=ALL) == ([], False)
    assert list_public_clusters(box=Box(south=-90, west=-180, north=90, east=180), zoom=5, wanted=ALL) == []
    with pytest.raises(ComplaintUnknown):
        get_public(reference=made.reference)
    entry = AuditEntry.objects.get(action="complaint.kept_from_public")
    assert (entry.subject_id, entry.changes) == (made.reference, {"kept_back": ["", "all"]})
    keep_from_public(actor=clerk, reference=made.reference, what="")
    assert get_public(reference=made.reference).reference == made.reference


def test_a_viewer_hides_nothing_and_an_agent_publishes_no_notice(city: OrganisationProfile) -> None:
    made = make_complaint()
    with pytest.raises(NotAllowed):
        keep_from_public(
            actor=make_member(organisation_id=city.id, role="org_viewer"), reference=made.reference, what="all"
        )
    with pytest.raises(NotAllowed):
        write_notice(actor=make_member(organisation_id=city.id), new=make_notice())


def test_another_organisations_report_is_unknown() -> None:
    there = make_organisation()
    with organisation_scope(organisation_id=there.id):
        reference = make_complaint().reference
    here = make_organisation()
    with organisation_scope(organisation_id=here.id), pytest.raises(ComplaintUnknown):
        get_public(reference=reference)


def test_small_counts_and_those_they_follow_from_are_left_out() -> None:
    counts = {("1", "a"): 9, ("1", "b"): 3, ("2", "a"): 7, ("2", "b"): 20, ("3", "a"): 30, ("3", "b"): 40}

    # Of ward 1 and category b one is missing, so the next smallest goes, too, until nothing can be reckoned.
    assert with_small_counts_left_out(counts) == {("3", "a"): 30, ("3", "b"): 40}


def test_a_notice_is_shown_in_its_wards_from_when_it_is_published_until_it_is_withdrawn(admin: Actor) -> None:
    notice_id = write_notice(actor=admin, new=make_notice(wards=["12"]))
    assert notices_now(wards=["12"]) == []

    publish_notice(actor=admin, notice_id=notice_id, version=1)
    shown = [[one.title for one in notices_now(wards=wards)] for wards in (["12"], ["13"], [])]
    with pytest.raises(NoticeChanged):
        withdraw_notice(actor=admin, notice_id=notice_id, version=1)
    withdraw_notice(actor=admin, notice_id=notice_id, version=2)

    assert shown == [["No water in the south"], [], []]
    assert notices_now(wards=["12"]) == []
    assert list(AuditEntry.objects.filter(subject_kind="notice").order_by("pk").values_list("action", flat=True)) == [
        "notice.written",
        "notice.published",
        "notice.withdrawn",
    ]


@pytest.mark.usefixtures("city")
def test_groups_beside_each_other_are_drawn_so_far_apart_that_each_can_be_touched() -> None:
    zoom, points_of_tile, target = 12, 256, 44
    square = 360 / 2**zoom / 4
    edge = math.ceil(31.02 / square) * square
    for longitude in (edge - square / 50, edge + square / 50):
        make_complaint(latitude=-29.85, longitude=longitude)

    found = list_public_clusters(box=Box(south=-29.9, west=30.9, north=-29.8, east=31.1), zoom=zoom, wanted=ALL)

    west, east = sorted(one.longitude for one in found)
    assert (east - west) * 2**zoom / 360 * points_of_tile >= target


def test_public_words_are_without_numbers_mailboxes_and_the_reporters_name(
    city: OrganisationProfile, admin: Actor
) -> None:
    thandi = make_contact(name="Thandi Mokoena")
    words = "Leak at 12 Main Road. thandi here, 082 123 4567, t@example.org; ask Mokoena. My name is Sipho"
    made = make_complaint(contact_id=thandi, description=words)
    opened(admin, words=True)

    shown = get_public(reference=made.reference).words

    assert shown == "Leak at 12 Main Road. ••• here, •••, •••; ask •••. My name is •••"
