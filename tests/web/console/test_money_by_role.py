"""What calls cost, what clients are charged and what is left: each amount is one that nothing else could be."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

import pypdf
import pytest
from django.core import mail
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker
from tests.factories.access import make_api_key, make_super_admin_with_factor
from tests.factories.core import make_member
from tests.web.console.conftest import City, browser_of
from tests.web.console.everything import everything_of
from tests.web.console.test_who_may import ROUTES

from baraza.capabilities.exports import letters
from baraza.capabilities.exports.kinds import kinds
from baraza.capabilities.exports.making import make
from baraza.capabilities.exports.models import Export, Letter
from baraza.capabilities.saved_views.actions import save_view
from baraza.capabilities.webhooks.models import Endpoint
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import allows
from baraza.core.identity.scopes import declared_scopes
from baraza.core.tenancy.scope import organisation_scope, platform_scope
from baraza.lib import clock
from baraza.services.call_analytics import jobs
from baraza.services.call_analytics.actions.alerts import NewRule, evaluate, write_rule
from baraza.services.call_analytics.actions.billing import override_call
from baraza.services.call_analytics.models import Agent, AlertLetter, Call, CallEvent, CostLine
from baraza.services.call_analytics.rules import insight
from baraza.services.call_analytics.rules.billing import Choice
from baraza.services.call_analytics.rules.money import micros_of
from baraza.services.call_analytics.rules.outcomes import Outcome

CLIENT: Final = "Karoo Dental"
COST, PRICE = Decimal("7777.77"), Decimal("8888.88")
# Written with any sign between thousands and before cents, in cents, or in millionths of a cent.
TELL_TALES: Final = {
    "cost": re.compile(r"7[\s,.]?777[.,]?77"),
    "price": re.compile(r"8[\s,.]?888[.,]?88"),
    "margin": re.compile(r"1[\s,.]?111[.,]?11"),
}
AREAS: Final = ("calls", "call-", "billing", "voice", "webhook", "exports", "platform", "audit", "notices", "home")
QUERIES: Final = (
    "calls/?cheapest=7000", "calls/?priced=yes&sort=cost", "calls/?billable=yes&text=voice", "calls/?order=-cost",
    "calls/boards/?compare=year&first=2020-01-01", "calls/boards/?sort=cost", "exports/?who=all",
)  # fmt: skip
FORMATS: Final = ("csv", "xlsx", "pdf")


@dataclass(frozen=True, kw_only=True)
class Told:
    """An agency whose one call costs, is priced and leaves what the tell-tales say."""

    city: City
    viewer: Actor
    month: str
    addresses: tuple[str, ...]


@pytest.fixture(scope="module")
def told(standing: City, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    with django_db_blocker.unblock():
        viewer = _with_tell_tales(standing)
        month = f"{clock.now().astimezone(ZoneInfo(standing.profile.time_zone)):%Y-%m}"
        words = {**standing.words(), "month": month}
        paths = [route.path.format(**words) for name, route in ROUTES.items() if name.startswith(AREAS)]
        addresses = tuple(f"/console/{path}" for path in (*paths, *QUERIES))
        yield Told(city=standing, viewer=viewer, month=month, addresses=addresses)


def _with_tell_tales(city: City) -> Actor:
    from baraza.core.organisations.models import Organisation

    here = {"organisation_id": city.profile.id}
    with platform_scope():
        Organisation.objects.filter(pk=city.profile.id).update(services=["call_analytics"])
    viewer = make_member(role="org_viewer", **here)
    admin = make_member(role="org_admin", **here)
    now = clock.now()
    with organisation_scope(**here):
        cost = micros_of(COST * 100)
        Agent.objects.update(client=CLIENT)
        call = Call.objects.get(pk=city.calls.call)
        # As if it had been told so: today, be it just after midnight, in the organisation's own currency.
        midnight = now.astimezone(ZoneInfo(city.profile.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        call.at = call.started_at = max(now - timedelta(minutes=5), midnight)
        call.ended_at, call.outcome = now, Outcome.SUCCESSFUL
        call.cost_micros, call.currency, call.version = cost, city.profile.currency, call.version + 1
        call.doubts = ["cost_differs_from_lines"]
        call.save()
        CostLine.objects.filter(call=call).delete()
        CostLine.objects.create(
            call=call, position=0, product="voice", cost_micros=cost, unit_price_micros=cost, **here
        )
        CallEvent.objects.create(
            call=call, key="told", event="call_ended", by_webhook=True, received_at=now,
            raw={"call_cost": {"combined_cost": 777777}}, **here,
        )  # fmt: skip
        override_call(
            actor=admin, call_id=call.pk, choice=Choice.PRICE, price_micros=micros_of(PRICE * 100), reason="A test"
        )
        write_rule(actor=admin, new=NewRule(kind="spend_day", limit_micros=cost, currency=city.profile.currency))
        assert evaluate() == 1
        save_view(actor=admin, of="calls", name="Dear ones", query="cheapest=7777.77&agent=", shared=True)
        assert city.webhooks.endpoint
        Endpoint.objects.update(events=["call.ended", "call.analyzed", "statement.closed"])
    return viewer


def seen_in(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name, pattern in TELL_TALES.items() if pattern.search(text)}


def pages(client: Client, addresses: Iterable[str]) -> dict[str, str]:
    """What is read there, and what only a browser reads: addresses, attributes, headers."""
    answers = {address: client.get(address) for address in addresses}
    return {address: f"{answer.headers}\n{_text(answer)}" for address, answer in answers.items()}


def _text(answer: Any) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("org_viewer", set()),
        ("agent", set()),
        ("supervisor", {"cost"}),
        ("org_admin", {"cost", "price"}),
    ],
)
def test_each_role_sees_its_own_amounts_on_all_pages_together(told: Told, db: None, role: str, sees: set[str]) -> None:
    found = pages(told.city.signed_in(role), told.addresses)

    assert {address for address, text in found.items() if seen_in([text]) - sees} == set()
    assert seen_in(found.values()) == sees


def test_the_platforms_own_people_alone_see_the_margin(told: Told, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insight, "FEWEST", 1)
    found = pages(browser_of(make_super_admin_with_factor()), ["/console/platform/calls/"])
    assert seen_in(found.values()) == {"cost", "margin"}


@pytest.mark.parametrize(
    ("place", "sees"), [("org_viewer", set()), ("supervisor", {"cost", "margin"}), ("org_admin", set(TELL_TALES))]
)
def test_support_sees_what_the_place_it_takes_sees_and_with_costs_the_margin(
    told: Told, db: None, place: str, sees: set[str]
) -> None:
    client = browser_of(make_super_admin_with_factor())
    client.post(
        f"/console/platform/organisations/{told.city.profile.id}/support/",
        {"place": f"role:{place}", "reason": "They asked how the margin is counted"},
    )
    addresses = [one for one in told.addresses if "/platform/" not in one]

    assert seen_in(pages(client, addresses).values()) == sees


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("kind", ["calls", "call_figures"])
def test_the_files_of_a_viewer_hold_no_amount(told: Told, db: None, kind: str, format_: str) -> None:
    text = _file(told, browser_of(told.viewer.id), kind=kind, format_=format_)
    assert "Agent" in text
    assert seen_in([text]) == set()


@pytest.mark.parametrize(
    ("kind", "sees"),
    [
        ("calls-cost", {"cost"}),
        ("call_costs", {"cost"}),
        ("calls.statement", {"cost", "price"}),
        ("calls.statement-client", {"price"}),
    ],
)
def test_lists_with_amounts_are_made_for_admins_and_refused_to_viewers(
    told: Told, db: None, kind: str, sees: set[str]
) -> None:
    admin, viewer = told.city.signed_in("org_admin"), browser_of(told.viewer.id)
    address = f"/console/exports/new/?kind={kind}&month={told.month}&client={CLIENT}"

    assert seen_in([_file(told, admin, kind=kind, format_="csv")]) == sees
    assert (viewer.get(address).status_code, viewer.post(address, {"format": "csv"}).status_code) == (403, 403)
    with organisation_scope(organisation_id=told.city.profile.id):
        made = str(Export.objects.latest("asked_at").pk)
    # One that somebody else had made, even by its address.
    assert viewer.get(f"/console/exports/{made}/file/").status_code == 404


def test_the_paper_that_is_handed_on_to_a_client_names_the_price_alone(told: Told, db: None) -> None:
    admin, paper = told.city.signed_in("org_admin"), f"/console/billing/{told.month}/paper/"
    texts = {query: _text(admin.get(f"{paper}{query}")) for query in ("", f"?client={CLIENT}")}

    assert {query: seen_in([text]) for query, text in texts.items()} == {
        "": {"cost", "price"},
        f"?client={CLIENT}": {"price"},
    }
    assert f"For {CLIENT}" in texts[f"?client={CLIENT}"]
    assert admin.get(f"{paper}?client=Nobody").status_code == 404


def test_no_other_list_of_calls_is_open_to_a_viewer(told: Told, db: None) -> None:
    open_to_viewers = {one.name for one in kinds() if allows(actor=told.viewer, permission=one.permission)}
    assert {name for name in open_to_viewers if name.startswith("call")} == {"calls", "call_figures"}


def _file(told: Told, client: Client, *, kind: str, format_: str) -> str:
    address = f"/console/exports/new/?kind={kind}&month={told.month}&client={CLIENT}"
    assert client.get(address).status_code == 200
    export_id = client.post(address, {"format": format_}).url.split("/")[-2]
    make(organisation_id=told.city.profile.id, export_id=uuid.UUID(export_id))
    shown = _text(client.get(f"/console/exports/{export_id}/"))
    return shown + _text(client.get(f"/console/exports/{export_id}/file/"))


def test_over_the_api_each_amount_needs_its_own_scope_and_the_margin_has_none(told: Told, db: None) -> None:
    found = {
        one.name: seen_in(_answers(told, one.name))
        for one in declared_scopes()
        if one.name.startswith(("calls", "statements"))
    }
    both = seen_in(_answers(told, "calls.cost", "statements.read"))

    assert {name: seen for name, seen in found.items() if seen} == {
        "calls.cost": {"cost"},
        "statements.read": {"price"},
    }
    assert both == {"cost", "price"}


def _answers(told: Told, *names: str) -> list[str]:
    key = make_api_key(organisation_id=told.city.profile.id, scopes=names).key
    month, call = told.month, told.city.calls.call
    paths = ("calls", f"calls/{call}", "agents", "statements", f"statements/{month}", f"statements/{month}/entries")
    client = Client(headers={"Authorization": f"Bearer {key}"})
    return [_text(client.get(f"/api/v1/{path}")) for path in (*paths, "calls?cheapest_micros=1", "calls?sort=cost")]


def test_live_updates_and_webhooks_carry_no_amount(told: Told, db: None) -> None:
    with organisation_scope(organisation_id=told.city.profile.id):
        from baraza.services.call_analytics.notices.webhooks import tell_of_calls

        tell_of_calls([Call.objects.get(pk=told.city.calls.call)])
    rows = everything_of(told.city.profile.id)
    sent = {table: str(found) for table, found in rows.items() if table.startswith(("live", "webhook"))}

    assert "successful" in "".join(sent.values())
    assert seen_in(sent.values()) == set()


def test_letters_about_amounts_go_to_who_may_see_them_and_a_viewers_report_names_none(told: Told, db: None) -> None:
    here = {"organisation_id": told.city.profile.id}
    with organisation_scope(**here):
        about_money = list(AlertLetter.objects.values_list("pk", "user_id"))
        export = Export.objects.create(
            kind="call_figures",
            format="csv",
            narrowing={},
            asked_name="Every month",
            run_key="r",
            language="en",
            **here,
        )
    make(export_id=export.pk, **here)
    with organisation_scope(**here):
        report = Letter.objects.create(export=export, user_id=told.viewer.id, **here)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        letters.send(letter_id=report.pk, **here)
        jobs.send_alert_letter(letter_id=about_money[0][0], **here)

    of_viewer, of_others = mail.outbox
    assert told.viewer.id not in {user for _, user in about_money}
    assert seen_in([of_viewer.body, str(of_viewer.alternatives), of_viewer.subject]) == set()
    assert seen_in([of_others.body]) == {"cost"}
