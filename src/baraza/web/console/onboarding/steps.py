"""The way from nothing to the first report, or the first call; every step is judged by what is really there, never by a tick."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.geography.queries import get_area, list_areas
from baraza.core.identity.queries import list_members
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.onboarding import onboarding_put_away
from baraza.core.settings.profile import SECTION as PROFILE
from baraza.core.settings.sections import section_version
from baraza.messaging.health import ConnectionHealth, list_health
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.queries.billing_rules import books
from baraza.services.complaints.queries.categories import list_category_settings
from baraza.services.complaints.queries.first import has_any_complaint
from baraza.services.complaints.queries.information import list_emergency_numbers, list_offices
from baraza.web.console.access import Desk

_PEOPLE = 2


@dataclass(frozen=True, kw_only=True)
class Step:
    """`missing` says what is not there yet, empty when the step is done."""

    title: str
    missing: str
    url: str
    action: str

    @property
    def done(self) -> bool:
        return not self.missing


@dataclass(frozen=True, kw_only=True)
class Progress:
    steps: tuple[Step, ...]
    put_away: bool

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def complete(self) -> bool:
        return self.done == len(self.steps)

    @property
    def following(self) -> Step | None:
        return next((step for step in self.steps if not step.done), None)


def progress(*, desk: Desk) -> Progress:
    """For whoever may change the settings."""
    organisation = desk.organisation
    makers: list[Callable[[OrganisationProfile], Step]] = [_profile]
    if "complaints" in organisation.services:
        makers += [_areas, _numbers, _categories, _connection]
    if "call_analytics" in organisation.services:
        makers += [_voice_agents, _billing_rules]
    makers.append(_people)
    if "complaints" in organisation.services:
        makers.append(_report)
    return Progress(steps=tuple(make(organisation) for make in makers), put_away=onboarding_put_away())


def _profile(_organisation: OrganisationProfile) -> Step:
    missing = (
        "" if section_version(name=PROFILE) > 1 else gettext("Nobody has looked through name, clock and languages.")
    )
    return Step(
        title=gettext("Say who you are"),
        missing=missing,
        url=reverse("console:settings-profile"),
        action=gettext("Open the profile"),
    )


def _areas(organisation: OrganisationProfile) -> Step:
    home, country = organisation.home_area_code, organisation.country
    if home:
        missing = "" if get_area(country=country, code=home) else gettext("The home area is not in the imported areas.")
    else:
        missing = "" if list_areas(country=country) else gettext("No areas of your country are imported.")
    return Step(
        title=gettext("Say where you work"),
        missing=missing,
        url=reverse("console:settings-areas"),
        action=gettext("Open areas"),
    )


def _numbers(_organisation: OrganisationProfile) -> Step:
    lacking = []
    if not list_emergency_numbers():
        lacking.append(gettext("No emergency number is set."))
    if not list_offices():
        lacking.append(gettext("No office is set."))
    return Step(
        title=gettext("Say where people find help"),
        missing=" ".join(lacking),
        url=reverse("console:settings-information"),
        action=gettext("Enter numbers and offices"),
    )


def _categories(_organisation: OrganisationProfile) -> Step:
    given = any(one.team_id for one in list_category_settings() if one.active)
    return Step(
        title=gettext("Say who does what"),
        missing="" if given else gettext("No category has a team: new reports wait until somebody takes them."),
        url=reverse("console:settings-categories"),
        action=gettext("Open categories"),
    )


def _connection(_organisation: OrganisationProfile) -> Step:
    return Step(
        title=gettext("Connect a channel"),
        missing=" ".join(_of_connections(list_health())),
        url=reverse("console:connections"),
        action=gettext("Open channels"),
    )


def _of_connections(found: list[ConnectionHealth]) -> Iterator[str]:
    active = [one for one in found if one.connection.active]
    if not active:
        yield gettext("Residents reach you on the web page only.")
    elif all(one.last_event_at is None for one in active):
        yield gettext("A channel is connected, but nothing has come in through it.")


def _voice_agents(_organisation: OrganisationProfile) -> Step:
    return Step(
        title=gettext("Connect your voice agents"),
        missing=""
        if agent_choices()
        else gettext("No account of voice agents is connected, or none of its agents added."),
        url=reverse("console:voice"),
        action=gettext("Open voice agents"),
    )


def _billing_rules(_organisation: OrganisationProfile) -> Step:
    return Step(
        title=gettext("Say what calls cost your clients"),
        missing="" if books() else gettext("There are no billing rules: calls are counted and nothing is charged."),
        url=reverse("console:billing-rules"),
        action=gettext("Write the rules"),
    )


def _people(_organisation: OrganisationProfile) -> Step:
    return Step(
        title=gettext("Bring your colleagues"),
        missing="" if len(list_members()) >= _PEOPLE else gettext("You are alone here."),
        url=reverse("console:invite"),
        action=gettext("Invite somebody"),
    )


def _report(organisation: OrganisationProfile) -> Step:
    return Step(
        title=gettext("Send a first report"),
        missing="" if has_any_complaint() else gettext("No report has come in."),
        url=reverse("portal:report", args=[organisation.slug]),
        action=gettext("Report something as a resident"),
    )
