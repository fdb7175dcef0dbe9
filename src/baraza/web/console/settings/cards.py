"""The cards of the first page of settings: each says how its matter stands."""

from collections.abc import Iterator

from babel import Locale
from django.utils.translation import gettext, ngettext

from baraza.core.settings.branding import get_look
from baraza.core.settings.domains import list_domains
from baraza.core.settings.privacy import list_privacy_texts
from baraza.core.settings.retention import list_retention
from baraza.messaging.health import list_health
from baraza.services.call_analytics.queries.agents import agent_choices
from baraza.services.call_analytics.queries.billing_rules import books
from baraza.web.console.access import Desk
from baraza.web.console.connections.wording import standing_of
from baraza.web.console.settings.card import Card
from baraza.web.console.settings.complaint_cards import cards_of_complaints
from baraza.web.ui.language_names import language_label


def cards(desk: Desk) -> Iterator[Card]:
    """What is about residents is left out where none write."""
    services = desk.organisation.services
    yield _profile(desk)
    yield _branding()
    if "complaints" in services:
        yield from cards_of_complaints(desk)
    if "call_analytics" in services:
        yield from _of_calls()
    yield _connections()
    yield _privacy(desk)
    yield _domains()
    yield _retention(desk)
    yield Card(
        name="exports",
        title=gettext("Saved exports"),
        icon="download",
        permission="exports.use",
        state=gettext("Files that were made, and those that are made by themselves"),
    )


def _of_calls() -> Iterator[Card]:
    agents, rules = len(agent_choices()), books()
    yield Card(
        name="voice",
        title=gettext("Voice agents"),
        icon="handset",
        permission="calls.configure",
        state=ngettext("%(count)d agent", "%(count)d agents", agents) % {"count": agents},
        remark="" if agents else gettext("No call comes in"),
    )
    yield Card(
        name="billing-rules",
        title=gettext("Billing rules"),
        icon="document",
        permission="calls.bill",
        state=gettext("Version %(number)d") % {"number": rules[-1].number} if rules else gettext("None yet"),
        remark="" if rules else gettext("Nothing is charged"),
    )


def _profile(desk: Desk) -> Card:
    one = desk.organisation
    country = Locale("en").territories.get(one.country, one.country)
    languages = ", ".join(language_label(code) for code in one.languages)
    return Card(
        name="settings-profile",
        title=gettext("Organisation"),
        icon="building",
        permission="settings.manage",
        state=f"{one.name} · {country} · {one.time_zone} · {languages}",
    )


def _branding() -> Card:
    look = get_look()
    chosen = [gettext("own colours")] if look.theme_digest else []
    chosen += [gettext("own logo")] if look.logo_digest else []
    return Card(
        name="settings-branding",
        title=gettext("Colours and logo"),
        icon="image",
        permission="settings.manage",
        state=", ".join(chosen).capitalize() or gettext("Ours, as delivered"),
    )


def _connections() -> Card:
    standings = [standing_of(one) for one in list_health()]
    bad = [one for one in standings if one.tone in {"red", "orange"}]
    return Card(
        name="connections",
        title=gettext("Channels"),
        icon="link",
        permission="connections.manage",
        state=ngettext("%(n)s connection", "%(n)s connections", len(standings)) % {"n": len(standings)},
        remark=bad[0].word if bad else "",
    )


def _privacy(desk: Desk) -> Card:
    own = [language_label(code) for code in desk.organisation.languages if code in list_privacy_texts()]
    return Card(
        name="settings-privacy",
        title=gettext("Privacy texts"),
        icon="lock",
        permission="settings.manage",
        state=gettext("own words: %(languages)s") % {"languages": ", ".join(own)} if own else gettext("Our words"),
    )


def _domains() -> Card:
    found = list_domains()
    serving = [one.host for one in found if one.state == "verified"]
    waiting = [one.host for one in found if one.state != "verified" or one.warned]
    return Card(
        name="settings-domains",
        title=gettext("Own web address"),
        icon="link",
        permission="settings.manage",
        state=", ".join(serving) or gettext("Under the platform's name"),
        remark=gettext("%(host)s is not proved") % {"host": waiting[0]} if waiting else "",
    )


def _retention(desk: Desk) -> Card:
    """The kinds that say most, of the services that the organisation has."""
    days, services = list_retention(), desk.organisation.services
    told = [gettext("Messages %(days)s days") % {"days": f"{days['messages']:,}"}]
    if "complaints" in services:
        told.append(gettext("closed cases %(days)s days") % {"days": f"{days['closed_cases']:,}"})
    if "call_analytics" in services:
        told.append(gettext("recordings of calls %(days)s days") % {"days": f"{days['call_audio']:,}"})
    return Card(
        name="settings-retention",
        title=gettext("How long data is kept"),
        icon="lock",
        permission="settings.manage",
        state=", ".join(told),
    )
