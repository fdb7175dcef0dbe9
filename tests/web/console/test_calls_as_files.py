"""The list of calls as a file: what the list shows, numbers masked for everybody, cost for who may see it."""

import csv
import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.test import Client
from tests.channels.voice.retell import an_analyzed_call
from tests.factories.calls import a_voice_connection, an_agent, tells
from tests.web.console.conftest import City

from baraza.capabilities.exports.making import make
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.actions.work import tag_several
from baraza.services.call_analytics.models import Call

HEAD = [
    "Call", "When (Africa/Johannesburg)", "Agent", "Client", "Direction", "From", "To", "Status", "Outcome", "Why it ended",
    "Mood of the caller", "Length in seconds", "What became of it", "Tags",
]  # fmt: skip
CODES = [
    "Direction (code)", "Status (code)", "Outcome (code)", "Why it ended (code)", "Mood of the caller (code)",
    "What became of it (code)",
]  # fmt: skip
TOLD = ("inbound", "ENDED", "successful", "user_hangup", "positive")


@pytest.fixture
def agency(city: City) -> City:
    """A short call and a long one, which is tagged and of which nobody knows the cost."""
    account = a_voice_connection(organisation_id=city.profile.id)
    an_agent(connection=account, external_id="agent_files", name="=Night desk", client="Karoo Dental")
    tells(account, "call_analyzed", an_analyzed_call("call_short", agent_id="agent_files"))
    long = {"duration_ms": 600_000, "end_timestamp": None, "call_cost": None, "agent_id": "agent_files"}
    tells(account, "call_analyzed", an_analyzed_call("call_long", **long))
    with organisation_scope(organisation_id=city.profile.id):
        tag_several(actor=SYSTEM, call_ids=[Call.objects.get(external_id="call_long").pk], name="vip")
    return city


def made(agency: City, client: Client, query: str, format_: str = "csv") -> bytes:
    page = client.get(f"/console/exports/new/?{query}")
    assert page.status_code == 200
    # The way back leads to the list as it was filtered.
    assert client.get(page.context["list_url"]).status_code == 200
    answer = client.post(f"/console/exports/new/?{query}", {"format": format_})
    export_id = answer.url.split("/")[-2]
    make(organisation_id=agency.profile.id, export_id=uuid.UUID(export_id))
    return b"".join(client.get(f"/console/exports/{export_id}/file/").streaming_content)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_file_without_cost_holds_every_column_with_numbers_masked(agency: City) -> None:
    head, *calls = rows(made(agency, agency.signed_in("agent"), "kind=calls&agent=&client=Karoo+Dental"))

    assert head == HEAD + CODES
    short, long = sorted(calls, key=lambda row: row[11], reverse=True)
    assert short[2:] == [
        # What a spreadsheet would take for a formula is disarmed.
        "'=Night desk", "Karoo Dental", "Incoming", "'+27•••••••67", "'+27•••••••01", "Ended", "Successful",
        "The person hung up", "Positive", "61.5", "", "", *TOLD, "",
    ]  # fmt: skip
    assert (long[0], long[11], long[13]) == ("call_long", "600.0", "vip")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tag=vip", ["call_long"]),
        ("longest=90", ["call_short"]),
        ("text=book", ["call_long", "call_short"]),
        ("text=absent", []),
        ("outcome=voicemail", []),
        ("priced=no", ["call_long"]),
    ],
)
def test_a_file_obeys_the_filters_of_the_list(agency: City, query: str, found: list[str]) -> None:
    lead = agency.signed_in("supervisor")
    narrowed = f"client=Karoo+Dental&{query}"

    in_file = [row[0] for row in rows(made(agency, lead, f"kind=calls-cost&{narrowed}"))[1:]]
    shown = [row.call.external_id for row in lead.get(f"/console/calls/?{narrowed}").context["rows"]]

    assert (sorted(in_file), sorted(shown)) == (found, found)
    with organisation_scope(organisation_id=agency.profile.id):
        trail = AuditEntry.objects.filter(subject_kind="export").order_by("pk")
        written = [(one.action, one.changes["list"], one.changes["rows"]) for one in trail]
        (asked, *_) = trail
    acts = ("export.asked", "export.made", "export.downloaded")
    assert written == [(act, "calls-cost", len(found)) for act in acts]
    # Which calls: in the words of the list.
    assert ["Client: Karoo Dental", *asked.changes["filter"][1:]] == asked.changes["filter"]
    assert len(asked.changes["filter"]) == 2


def test_a_spreadsheet_has_numbers_times_and_cost_as_it_was_written(agency: City) -> None:
    content = made(agency, agency.signed_in("org_admin"), "kind=calls-cost&client=Karoo+Dental", "xlsx")

    head, *calls = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True)
    by_id: dict[Any, tuple[Any, ...]] = {row[0]: row for row in calls}

    assert list(head) == [*HEAD, "Cost", "Currency", *CODES]
    assert by_id["call_short"][11:] == (61.5, None, None, "0.123", "USD", *TOLD, None)
    assert by_id["call_long"][11:] == (600, None, "vip", "unpriced", None, *TOLD, None)
    assert "082" not in str(calls)


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        ("org_viewer", "calls", 302),
        ("org_viewer", "calls-cost", 403),
        ("agent", "calls-cost", 403),
        ("supervisor", "calls-cost", 302),
    ],
)
def test_a_file_with_cost_is_for_who_may_see_cost(agency: City, role: str, kind: str, status: int) -> None:
    answer = agency.signed_in(role).post(f"/console/exports/new/?kind={kind}&cheapest=1", {"format": "csv"})
    assert answer.status_code == status
