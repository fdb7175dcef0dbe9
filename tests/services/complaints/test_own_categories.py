"""An organisation's categories: renamed, hidden, ordered, added; held by the database; read everywhere."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override
from tests.factories.complaints import make_complaint
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.teams import make_team, set_team_active
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed
from baraza.core.settings.sections import SettingsChanged, section_version
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.actions.assign import NobodyOfOurs
from baraza.services.complaints.actions.categories import (
    SECTION,
    CategoryChange,
    CategoryUnknown,
    CategoryUnnamed,
    LastCategory,
    add_category,
    change_category,
    move_category,
    show_category,
)
from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.models import Category, Complaint
from baraza.services.complaints.queries.categories import (
    category_icon,
    category_name,
    category_settings,
    languages_without_name,
    list_categories,
)
from baraza.services.complaints.queries.guessing import guess_category
from baraza.services.complaints.rules.categories import CATEGORIES

pytestmark = pytest.mark.django_db
MARKET = CategoryChange(names={"en": "Market stall", "zu": "Itafula lasemakethe"}, icon="building")


@pytest.fixture
def city() -> int:
    return make_organisation().id


def version() -> int:
    return section_version(name=SECTION)


def codes() -> list[str]:
    return [one.code for one in list_categories()]


def test_without_rows_there_are_the_built_in_ones_in_their_order_and_language(city: int) -> None:
    with organisation_scope(organisation_id=city), override("af"):
        assert codes() == list(CATEGORIES)
        assert category_name(code="water_leak") == "Waterlek"
        assert category_name(code="water_leak", language="en") == "Water leak"
        assert category_icon(code="noise") == "noise"


def test_a_new_name_is_shown_in_its_language_and_ours_in_the_others(city: int) -> None:
    with organisation_scope(organisation_id=city):
        change_category(actor=SYSTEM, code="noise", change=CategoryChange(names={"en": "Loud music"}), version=1)

        assert category_name(code="noise", language="en") == "Loud music"
        assert category_name(code="noise", language="af") == "Geraas"


def test_an_own_category_stands_before_something_else_and_falls_back_to_the_first_language(city: int) -> None:
    with organisation_scope(organisation_id=city):
        code = add_category(actor=SYSTEM, change=MARKET, version=1)
        found = category_settings(code=code)

        assert (code, codes()[-2:]) == ("market_stall", ["market_stall", "other"])
        assert category_name(code=code, language="zu") == "Itafula lasemakethe"
        assert category_name(code=code, language="xh") == "Market stall"
        assert found is not None
        assert languages_without_name(category=found) == ["af", "xh"]


def test_names_that_give_the_same_code_or_none_get_codes_of_their_own(city: int) -> None:
    with organisation_scope(organisation_id=city):
        made = [
            add_category(actor=SYSTEM, change=CategoryChange(names={"en": name}), version=version())
            for name in ("Noise", "Noise", "Ünïcode!", "ሕዝብ", "3rd street")
        ]

    assert made == ["noise_2", "noise_3", "unicode", "own", "own_3rd_street"]


def test_a_hidden_category_is_not_offered_and_reports_keep_it(city: int) -> None:
    with organisation_scope(organisation_id=city):
        reference = make_complaint(category="noise").reference
        show_category(actor=SYSTEM, code="noise", active=False, version=1)

        assert "noise" not in codes()
        assert category_name(code="noise", language="en") == "Noise"
        assert Complaint.objects.get(reference=reference).category == "noise"


def test_the_last_category_cannot_be_hidden(city: int) -> None:
    with organisation_scope(organisation_id=city):
        for code in CATEGORIES[:-1]:
            show_category(actor=SYSTEM, code=code, active=False, version=version())

        with pytest.raises(LastCategory):
            show_category(actor=SYSTEM, code="other", active=False, version=version())

        assert codes() == ["other"]


def test_moving_changes_two_places_and_stops_at_the_ends(city: int) -> None:
    with organisation_scope(organisation_id=city):
        move_category(actor=SYSTEM, code="burst_pipe", up=True, version=1)
        move_category(actor=SYSTEM, code="burst_pipe", up=True, version=2)

        assert codes() == ["burst_pipe", "water_leak", *CATEGORIES[2:]]


def test_a_stale_page_changes_nothing(city: int) -> None:
    with organisation_scope(organisation_id=city):
        add_category(actor=SYSTEM, change=MARKET, version=1)

        with pytest.raises(SettingsChanged):
            show_category(actor=SYSTEM, code="noise", active=False, version=1)

        assert "noise" in codes()


@pytest.mark.parametrize("role", ["supervisor", "agent", "org_viewer"])
def test_only_admins_arrange_categories(city: int, role: str) -> None:
    actor = make_member(organisation_id=city, role=role)
    with organisation_scope(organisation_id=city):
        for act in (
            lambda: add_category(actor=actor, change=MARKET, version=1),
            lambda: change_category(actor=actor, code="noise", change=MARKET, version=1),
            lambda: show_category(actor=actor, code="noise", active=False, version=1),
            lambda: move_category(actor=actor, code="noise", up=True, version=1),
        ):
            with pytest.raises(NotAllowed):
                act()

        assert not Category.objects.exists()


def test_what_cannot_be_is_refused(city: int) -> None:
    with organisation_scope(organisation_id=city):
        with pytest.raises(CategoryUnnamed):
            add_category(actor=SYSTEM, change=CategoryChange(names={"en": "  "}), version=1)
        with pytest.raises(CategoryUnknown):
            change_category(actor=SYSTEM, code="dragons", change=MARKET, version=1)
        with pytest.raises(NobodyOfOurs):
            change_category(actor=SYSTEM, code="noise", change=CategoryChange(team_id=10**9), version=1)


def test_a_change_is_on_the_trail_with_before_and_after(city: int) -> None:
    admin = make_member(organisation_id=city, role="org_admin")
    with organisation_scope(organisation_id=city):
        change_category(
            actor=admin, code="noise", change=CategoryChange(names={"en": "Din"}, keywords=("drums",)), version=1
        )
        entry = AuditEntry.objects.get(action="category.changed")

    assert (entry.actor_id, entry.subject_id) == (admin.id, "noise")
    assert entry.changes == {"names": [{}, {"en": "Din"}], "icon": ["noise", ""], "keywords": [[], ["drums"]]}


def test_the_database_takes_the_organisations_own_and_refuses_another_organisations(city: int) -> None:
    other = make_organisation().id
    with organisation_scope(organisation_id=other):
        add_category(actor=SYSTEM, change=MARKET, version=1)
    with organisation_scope(organisation_id=city):
        with pytest.raises(IntegrityError, match="has no category"), transaction.atomic():
            make_complaint(category="market_stall")
        add_category(actor=SYSTEM, change=MARKET, version=1)

        assert make_complaint(category="market_stall").category == "market_stall"


def test_a_category_that_reports_have_cannot_be_deleted_or_recoded(city: int) -> None:
    with organisation_scope(organisation_id=city):
        add_category(actor=SYSTEM, change=MARKET, version=1)
        make_complaint(category="market_stall")

        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.update(code="market")


def test_a_new_report_goes_to_the_categorys_team_unless_the_team_is_closed(city: int) -> None:
    with organisation_scope(organisation_id=city):
        team = make_team(actor=SYSTEM, name="Peace")
        change_category(actor=SYSTEM, code="noise", change=CategoryChange(team_id=team), version=1)
        first = make_complaint(category="noise").reference
    with organisation_scope(organisation_id=city):
        set_team_active(actor=SYSTEM, team_id=team, active=False)
        second = make_complaint(category="noise").reference

        assert Complaint.objects.get(reference=first).team_id == team
        assert Complaint.objects.get(reference=second).team_id is None


def test_a_report_in_an_emergency_category_is_danger_to_life_whatever_its_words(city: int) -> None:
    with organisation_scope(organisation_id=city):
        change_category(actor=SYSTEM, code="noise", change=CategoryChange(emergency=True), version=1)

        found = Complaint.objects.get(reference=make_complaint(category="noise", priority="low").reference)

        assert (found.priority, found.emergency) == ("critical", True)


def test_an_own_keyword_decides_and_a_longer_one_before_a_shorter(city: int) -> None:
    with organisation_scope(organisation_id=city):
        stall = CategoryChange(names={"en": "Market stall"}, keywords=("Street Market",))
        code = add_category(actor=SYSTEM, change=stall, version=1)
        change_category(actor=SYSTEM, code="noise", change=CategoryChange(keywords=("market",)), version=2)

        assert guess_category(text="A pipe burst at the street   MARKÉT").category == code
        assert guess_category(text="The market is awful").category == "noise"
        assert guess_category(text="supermarkets only").category not in {code, "noise"}


def test_a_hidden_category_is_never_proposed(city: int) -> None:
    with organisation_scope(organisation_id=city):
        text = "Burst pipe, water is running down the road"
        assert guess_category(text=text).category == "burst_pipe"

        show_category(actor=SYSTEM, code="burst_pipe", active=False, version=1)
        guess = guess_category(text=text)

    assert guess.category != "burst_pipe"
    assert "burst_pipe" not in [code for code, _ in guess.alternatives]
    assert not guess.is_confident


def test_an_own_category_can_be_set_by_staff_and_teaches_triage_nothing(city: int) -> None:
    clerk: Actor = make_member(organisation_id=city)
    with organisation_scope(organisation_id=city):
        add_category(actor=SYSTEM, change=MARKET, version=1)
        complaint = make_complaint(
            guessed_category="noise", guessed_priority="low", guess_confidence=0.5, guess_model="m1"
        )

        correct(actor=clerk, reference=complaint.reference, category="market_stall", priority="low")

        assert Complaint.objects.get(reference=complaint.reference).category == "market_stall"
        assert not AuditEntry.objects.filter(action="triage.decided").exists()
