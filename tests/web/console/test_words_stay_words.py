"""Whatever people write is shown as what they wrote: no page makes an element, an event or a script of it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from tests.web.console.conftest import City
from tests.web.console.test_who_may import PERMISSIONS, ROUTES, browser

from baraza.core.tenancy.scope import organisation_scope, platform_scope

# Out of an attribute of either kind, a title, a text field or a script.
PAYLOAD = """'"></title></textarea></script><x-evil onevil=evil()><script>evil()</script>"""
SHORT = '"><x-evil onevil=1>'
ADDRESS = "javascript:evil()"
# By table the columns that people outside, members or providers fill with words of their own.
WORDS = {
    "organisations.Organisation": ("name",),
    "organisation_settings.Holiday": ("name",),
    "organisation_settings.PrivacyText": ("text",),
    "identity.ApiKey": ("name", "created_by_name", "keeper_name"),
    "identity.Invitation": ("invited_by_name",),
    "identity.CustomRole": ("name",),
    "identity.SupportAccess": ("user_name", "reason"),
    "identity.Team": ("name",),
    "identity.User": ("name",),
    "ingress.Connection": ("name",),
    "ingress.InboundEvent": ("error",),
    "messaging.Contact": ("name",),
    "messaging.Message": ("text",),
    "messaging.OutboxEntry": ("error_detail",),
    "messaging.ProviderNotice": ("reason", "detail"),
    "geography.AreaImport": ("file_name", "by_name"),
    "exports.Schedule": ("title",),
    "exports.Export": ("asked_name",),
    "webhooks.Endpoint": ("name", "url"),
    "webhooks.Try": ("excerpt",),
    "saved_views.SavedView": ("name", "query"),
    "conversation.Thread": ("question",),
    "conversation.ThreadEntry": ("actor_name", "text"),
    "complaints.BulkAct": ("reason",),
    "complaints.CannedReply": ("title",),
    "complaints.Complaint": ("description", "place_text", "area_name"),
    "complaints.EmergencyNumber": ("name",),
    "complaints.Office": ("name", "address", "hours"),
    "complaints.Rating": ("comment",),
    "complaints.Entry": ("actor_name", "text"),
    "call_analytics.Agent": ("name", "client", "external_id"),
    "call_analytics.Call": ("external_id", "reason", "sentiment"),
    "call_analytics.CallDetail": ("transcript", "summary", "agent_name", "log_url"),
    "call_analytics.CallOverride": ("reason", "by_name"),
    "call_analytics.CallTag": ("name",),
    "call_analytics.CallNote": ("author_name", "text"),
    "call_analytics.Recording": ("url",),
}
PAGES = sorted(name for name, route in ROUTES.items() if route.post is None)


class Elements(HTMLParser):
    """What a browser would make of a page that is none of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        if tag == "x-evil":
            self.foreign.append(tag)
        self.foreign += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or _runs(name, value)]

    def handle_data(self, data: str) -> None:
        if self._in_script and "evil()" in data and "type=" not in (self.get_starttag_text() or ""):
            self.foreign.append(data)
        self._in_script = False


def _runs(name: str, value: str | None) -> bool:
    return name in {"href", "src", "action", "formaction"} and (value or "").strip().lower().startswith("javascript:")


def _word_for(model: type[Model], column: str) -> str:
    longest = model._meta.get_field(column).max_length or len(PAYLOAD)
    return ADDRESS if column.endswith("url") else PAYLOAD if longest >= len(PAYLOAD) else SHORT[:longest]


def _spoil(city: City) -> None:
    models: dict[str, Any] = {model._meta.label: model for model in apps.get_models()}
    for label, columns in WORDS.items():
        model = models[label]
        everywhere = label in {"identity.User", "organisations.Organisation"}
        with platform_scope() if everywhere else organisation_scope(organisation_id=city.profile.id):
            for number, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True)):
                words = {column: _word_for(model, column) for column in columns}
                # Names that must differ do.
                ends = {column: f"{word[:-1]}{number}" if number else word for column, word in words.items()}
                model.objects.filter(pk=pk).update(**ends)


@pytest.fixture
def spoilt(db: None, standing: City) -> dict[str, Client]:
    clients = {who: browser(standing, who) for who in ("org_admin", "super_admin")}
    _spoil(standing)
    return clients


def test_no_page_of_the_console_makes_anything_of_what_people_wrote(standing: City, spoilt: dict[str, Client]) -> None:
    words, found, shown = standing.words(), {}, 0
    for name in PAGES:
        client = spoilt["super_admin" if PERMISSIONS[name] == "platform.manage" else "org_admin"]
        answer = client.get("/console/" + ROUTES[name].path.format(**words))
        if not answer["Content-Type"].startswith("text/html") or answer.streaming:
            continue
        page, seen = answer.content.decode(), Elements()
        seen.feed(page)
        shown += "x-evil" in page
        if seen.foreign:
            found[name] = seen.foreign

    assert found == {}
    assert shown > 40


@pytest.mark.parametrize(
    "page", [f"<p>{PAYLOAD}", f"<script>var a = '{PAYLOAD}'</script>", f'<a href="{ADDRESS}">', f'<a title="{SHORT}">']
)
def test_a_page_that_forgot_it_would_be_noticed(page: str) -> None:
    seen = Elements()
    seen.feed(page)

    assert seen.foreign != []
