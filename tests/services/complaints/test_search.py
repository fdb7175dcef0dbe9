"""Full-text search: what is found, what is read for mistyped words, and that it follows every change at once."""

from collections.abc import Iterator

import pytest
from django.db import connection
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_member, make_organisation

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.models import Contact
from baraza.services.complaints.actions.answers import note
from baraza.services.complaints.models import Complaint, Entry, SearchText
from baraza.services.complaints.queries import search
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_complaints, list_versions
from baraza.services.complaints.queries.sorting import MATCH
from baraza.services.complaints.queries.suggestions import suggest_references, suggest_residents

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Iterator[OrganisationProfile]:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        yield organisation


def found(text: str) -> list[int]:
    return list(search.find(text=text).ranks)


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("A pothole in Main Road", "pothole"),
        ("A pothole in Main Road", "POTHOLE road"),
        ("A pothole in Main Road", "poth mai"),
        ("Daar is 'n stukkende straatlig by die kafée", "kafee"),
        ("Amanzi ayavuza emgwaqweni", "ayavuza"),
        ("Amanzi ayaphuma embhobheni ophukileyo", "embhobh"),
        ("The pipe's broken/leaking, e-mail me", "leaking mail"),
    ],
)
def test_words_are_found_in_any_case_with_or_without_accents_and_by_their_beginning(
    city: OrganisationProfile, description: str, text: str
) -> None:
    make_complaint(description="Something else altogether")
    wanted = make_complaint(description=description)

    assert found(text) == [wanted.id]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("pothle", "pothole"),
        ("potole road", "pothole road"),
        ("mian", "main"),
        ("raod pothole", "road pothole"),
        ("maiin", "main"),
        ("pohtole", "pothole"),
    ],
)
def test_a_mistyped_word_is_read_as_one_that_was_written(city: OrganisationProfile, text: str, read_as: str) -> None:
    wanted = make_complaint(description="A pothole in Main Road")

    matches = search.find(text=text)

    assert (list(matches.ranks), matches.read_as) == ([wanted.id], read_as)


@pytest.mark.parametrize(
    "text",
    [
        "zzzzzz",
        "pothole tennis",
        "mien poth",
        "mantle",
        "pothle tennis",
        "",
        "!!",
        "' | '",
        "a:* & !b",
        "\\",
        "o'brien)",
    ],
)
def test_what_nobody_wrote_finds_nothing_and_no_sign_breaks_the_search(city: OrganisationProfile, text: str) -> None:
    make_complaint(description="A pothole in Main Road")

    assert found(text) == []


def test_reference_place_name_and_every_line_of_the_timeline_are_searched(city: OrganisationProfile) -> None:
    clerk = make_member(organisation_id=city.id)
    complaint = make_complaint(
        contact_id=make_contact(name="Thandiwe Mokoena"), place_text="Behind the clinic", area_name="Soweto"
    )
    make_complaint()
    note(actor=clerk, reference=complaint.reference, text="Contractor Vuyani was called", source_key="n")

    for text in (complaint.reference, complaint.reference.replace("-", "").lower(), "mokoena", "clinic", "vuyani"):
        assert found(text) == [complaint.id]


def test_the_best_answer_comes_first(city: OrganisationProfile) -> None:
    clerk = make_member(organisation_id=city.id)
    named = make_complaint(contact_id=make_contact(name="Hendrik Brug"))
    mentioned = make_complaint(description="Near the bridge, the brug of Hendrik")
    noted = make_complaint()
    note(actor=clerk, reference=noted.reference, text="Hendrik brug phoned", source_key="n")

    page = list_complaints(wanted=Filter(text="hendrik brug"), sort=MATCH)

    assert [row.id for row in page.complaints] == [named.id, mentioned.id, noted.id]


def test_the_search_follows_words_names_and_removal_in_the_same_transaction(city: OrganisationProfile) -> None:
    contact_id = make_contact(name="Old Name")
    complaint = make_complaint(contact_id=contact_id)

    Complaint.objects.filter(pk=complaint.id).update(description="A fallen tree")
    Contact.objects.filter(pk=contact_id).update(name="New Person")
    assert (found("tree"), found("person"), found("old name")) == ([complaint.id], [complaint.id], [])

    line = Entry.objects.create(
        organisation_id=city.id, complaint_id=complaint.id, kind="comment", actor_kind="contact", text="Hurry please"
    )
    assert found("hurry") == [complaint.id]
    line.delete()
    assert found("hurry") == []

    Complaint.objects.filter(pk=complaint.id).delete()
    assert (found("tree"), SearchText.objects.count()) == ([], 0)


def test_another_organisations_words_are_neither_found_nor_guessed_from(city: OrganisationProfile) -> None:
    ours = make_complaint(description="A pothole in Main Road")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(make_organisation().id)])

    assert found("pothole") == []
    assert search.find(text="pothle").read_as == ""

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('baraza.organisation_id', '', true)")
    assert found("pothole") == []
    assert ours.id


def test_without_the_functions_the_table_itself_shows_only_ones_own_rows(city: OrganisationProfile) -> None:
    make_complaint()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(make_organisation().id)])
        cursor.execute("SELECT count(*) FROM complaints_search")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM complaints_search_word")
        assert cursor.fetchone() == (0,)


def test_common_words_are_listed_newest_first_and_still_narrowed(
    city: OrganisationProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    rows = [make_complaint(description="No water here") for _ in range(4)]
    noise = make_complaint(description="Water cannon noise", category="noise")

    page = list_complaints(wanted=Filter(text="water"), sort=MATCH)
    narrowed = list_complaints(wanted=Filter(text="water", categories=("noise",)), sort="oldest")

    assert ([row.id for row in page.complaints], page.common_words) == (
        [noise.id, *(row.id for row in reversed(rows))],
        True,
    )
    assert [row.id for row in narrowed.complaints] == [noise.id]
    assert len(list_versions(wanted=Filter(text="water"), most=10)) == 5


@pytest.mark.parametrize(("listed", "complete"), [(10, True), (3, False)])
def test_words_found_in_too_many_to_be_ranked_are_all_known_until_they_are_too_many_to_be_listed(
    city: OrganisationProfile, monkeypatch: pytest.MonkeyPatch, *, listed: int, complete: bool
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    monkeypatch.setattr(search, "MOST_LISTED", listed)
    rows = [make_complaint(description="No water here") for _ in range(5)]

    found = search.find(text="water")
    first = list_complaints(wanted=Filter(text="water"), sort=MATCH, size=3)
    last = list_complaints(wanted=Filter(text="water"), sort=MATCH, size=3, place=first.after)

    assert (found.complete, found.ranked) == (complete, False)
    assert [row.id for page in (first, last) for row in page.complaints] == [row.id for row in reversed(rows)]


def test_ranked_pages_go_back_and_forth(city: OrganisationProfile) -> None:
    made = {make_complaint(description=f"water {'leak ' * (n % 3)}").id for n in range(7)}

    first = list_complaints(wanted=Filter(text="water"), sort=MATCH, size=3)
    second = list_complaints(wanted=Filter(text="water"), sort=MATCH, size=3, place=first.after)
    third = list_complaints(wanted=Filter(text="water"), sort=MATCH, size=3, place=second.after)
    back = list_complaints(wanted=Filter(text="water"), sort=MATCH, size=3, place=third.before)

    seen = [row.id for page in (first, second, third) for row in page.complaints]
    assert (len(seen), set(seen)) == (7, made)
    assert back.complaints == second.complaints
    assert (first.before, third.after) == (None, None)


def test_a_few_letters_lead_to_references_and_residents(city: OrganisationProfile) -> None:
    complaint = make_complaint(contact_id=make_contact(name="Thandiwe Mokoena"))
    make_complaint(contact_id=make_contact(name="Pieter"))

    assert [one.reference for one in suggest_references(text=complaint.reference[:11].lower())] == [complaint.reference]
    assert suggest_residents(text="mok") == ["Thandiwe Mokoena"]


def test_the_index_of_words_is_used_as_the_role_that_row_level_security_binds(city: OrganisationProfile) -> None:
    """The function plans as the owner: its condition reaches the index, which that of a plain query may not."""
    for _ in range(3):
        make_complaint()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(
            "EXPLAIN SELECT complaint_id FROM complaints_search WHERE organisation_id = %s AND document @@ 'x'::tsquery",
            [city.id],
        )
        plain = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT prosecdef, proname FROM pg_proc WHERE proname LIKE 'complaints_search_%' ORDER BY 2")
        definers = [name for definer, name in cursor.fetchall() if definer]

    assert "Filter: (document @@" in plain
    assert definers == ["complaints_search_alike", "complaints_search_found", "complaints_search_named"]
