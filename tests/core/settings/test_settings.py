"""Profile, calendar, retention and first steps: changed by admins, versioned, on the trail, of one organisation."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM, NotAllowed
from baraza.core.organisations.queries import get_organisation
from baraza.core.settings.calendar import Calendar, HoursReversed, get_calendar, set_calendar
from baraza.core.settings.onboarding import onboarding_put_away, put_onboarding_away
from baraza.core.settings.profile import LanguageUnknown, NothingToUndo, Profile, set_profile, undo_profile
from baraza.core.settings.retention import OutOfBounds, list_retention, retention_days, set_retention
from baraza.core.settings.sections import SettingsChanged, section_version
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
PROFILE = Profile(
    name="Kigali",
    time_zone="Africa/Kigali",
    country="RW",
    currency="RWF",
    languages=("af", "en"),
    phone_region="RW",
    reference_prefix="KG",
    home_area_code="",
)
WEEK = {0: (dt.time(8), dt.time(16))}


@pytest.fixture
def city() -> int:
    return make_organisation(name="Before").id


def test_a_profile_is_changed_as_a_whole_and_of_one_organisation_alone(city: int) -> None:
    other = make_organisation(name="Other")
    admin = make_member(organisation_id=city, role="org_admin")
    with organisation_scope(organisation_id=city):
        set_profile(actor=admin, profile=PROFILE, version=1)
        entry = AuditEntry.objects.get(action="settings.profile_changed")

    found = get_organisation(organisation_id=city)
    assert (found.name, found.time_zone, found.currency, found.languages) == (
        "Kigali",
        "Africa/Kigali",
        "RWF",
        ("af", "en"),
    )
    assert (found.phone_region, found.reference_prefix, found.slug) == ("RW", "KG", found.slug)
    assert entry.changes["name"] == ["Before", "Kigali"]
    assert get_organisation(organisation_id=other.id).name == "Other"


def test_the_last_change_of_the_profile_can_be_taken_back(city: int) -> None:
    with organisation_scope(organisation_id=city):
        set_profile(actor=SYSTEM, profile=PROFILE, version=1)
        undo_profile(actor=SYSTEM, version=2)

    assert get_organisation(organisation_id=city).name == "Before"


def test_without_a_change_there_is_nothing_to_take_back(city: int) -> None:
    with organisation_scope(organisation_id=city), pytest.raises(NothingToUndo):
        undo_profile(actor=SYSTEM, version=1)


@pytest.mark.parametrize("languages", [(), ("en", "tlh")])
def test_a_language_without_words_of_ours_is_refused(city: int, languages: tuple[str, ...]) -> None:
    with organisation_scope(organisation_id=city), pytest.raises(LanguageUnknown):
        set_profile(actor=SYSTEM, profile=replace(PROFILE, languages=languages), version=1)

    assert get_organisation(organisation_id=city).name == "Before"


def test_two_admins_at_once_do_not_undo_each_other(city: int) -> None:
    with organisation_scope(organisation_id=city):
        set_profile(actor=SYSTEM, profile=PROFILE, version=1)

        with pytest.raises(SettingsChanged):
            set_profile(actor=SYSTEM, profile=replace(PROFILE, name="Late"), version=1)

        assert section_version(name="profile") == 2
    assert get_organisation(organisation_id=city).name == "Kigali"


@pytest.mark.parametrize("role", ["supervisor", "agent", "org_viewer"])
def test_only_admins_change_settings(city: int, role: str) -> None:
    actor = make_member(organisation_id=city, role=role)
    with organisation_scope(organisation_id=city):
        for act in (
            lambda: set_profile(actor=actor, profile=PROFILE, version=1),
            lambda: undo_profile(actor=actor, version=1),
            lambda: set_calendar(actor=actor, calendar=Calendar(week=WEEK), version=1),
            lambda: set_retention(actor=actor, days={"messages": 400}, version=1),
            lambda: put_onboarding_away(actor=actor, away=True),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_calendar_is_replaced_as_a_whole(city: int) -> None:
    first = Calendar(week=WEEK, holidays={dt.date(2026, 12, 16): "Reconciliation"})
    second = Calendar(week={5: (dt.time(9), dt.time(12))})
    with organisation_scope(organisation_id=city):
        set_calendar(actor=SYSTEM, calendar=first, version=1)
        set_calendar(actor=SYSTEM, calendar=second, version=2)
    with organisation_scope(organisation_id=city):
        assert get_calendar() == second
        assert AuditEntry.objects.filter(action="settings.calendar_changed").count() == 2


def test_a_day_that_closes_before_it_opens_is_refused(city: int) -> None:
    backwards = Calendar(week={0: (dt.time(16), dt.time(8))})
    with organisation_scope(organisation_id=city), pytest.raises(HoursReversed):
        set_calendar(actor=SYSTEM, calendar=backwards, version=1)


def test_retention_has_our_days_until_others_are_chosen(city: int) -> None:
    with organisation_scope(organisation_id=city):
        before = list_retention()
        set_retention(actor=SYSTEM, days={"messages": 400}, version=1)
    with organisation_scope(organisation_id=city):
        assert retention_days(data_class="messages") == 400
        assert list_retention() == {**before, "messages": 400}


@pytest.mark.parametrize("days", [{"messages": 89}, {"messages": 3651}, {"closed_cases": 0}])
def test_days_outside_the_bounds_are_refused(city: int, days: dict[str, int]) -> None:
    with organisation_scope(organisation_id=city):
        with pytest.raises(OutOfBounds):
            set_retention(actor=SYSTEM, days=days, version=1)

        assert section_version(name="retention") == 1


def test_a_kind_of_data_that_does_not_exist_is_an_error_and_not_for_ever(city: int) -> None:
    with organisation_scope(organisation_id=city), pytest.raises(KeyError):
        retention_days(data_class="dreams")


def test_first_steps_are_put_away_and_taken_out_again(city: int) -> None:
    with organisation_scope(organisation_id=city):
        put_onboarding_away(actor=SYSTEM, away=True)
        assert onboarding_put_away()

        put_onboarding_away(actor=SYSTEM, away=False)
        assert not onboarding_put_away()
