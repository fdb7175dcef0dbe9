"""Every address of the API, asked with every kind of key: exactly what each gets, and that nothing is changed."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.factories.access import make_api_key
from tests.factories.complaints import make_complaint, make_contact
from tests.factories.core import make_organisation
from tests.web.console.everything import TRACE_TABLES, everything_of

from baraza.core.identity.actions.keys import revoke_key
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.models import ApiKey
from baraza.core.identity.sign_in.limits import WRONG_KEYS_PER_MINUTE
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now
from baraza.web.api.access import scope_of
from baraza.web.api.urls import urlpatterns

pytestmark = pytest.mark.django_db
KEYS = ("with", "without", "personal", "expired", "revoked", "other", "none", "wrong")
REFUSED = dict.fromkeys(("expired", "revoked", "none", "wrong"), 401)
LISTED = {"with": 200, "personal": 200, "without": 403, "other": 200, **REFUSED}
CLOSED = {**dict.fromkeys(("with", "personal", "without", "other"), 403), **REFUSED}
ROUTES: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "complaints": ("complaints", LISTED),
    # Another organisation's key: the report is not there, as if it never was.
    "complaint": ("complaints/{reference}", {**LISTED, "other": 404}),
    # Written, never read; what keys with the scopes of writes get is in test_writes.py.
    "complaint-comments": ("complaints/{reference}/comments", dict.fromkeys(KEYS, 405)),
    "complaint-notes": ("complaints/{reference}/notes", dict.fromkeys(KEYS, 405)),
    "complaint-state": ("complaints/{reference}/state", dict.fromkeys(KEYS, 405)),
    "figures": ("figures", LISTED),
    "area": (
        "area?latitude=-26.2&longitude=28.05",
        {**LISTED, "with": 403, "personal": 403, "other": 403, "without": 200},
    ),
    # What keys with these scopes get is in test_calls.py.
    "calls": ("calls", CLOSED),
    "call": ("calls/1", CLOSED),
    "agents": ("agents", CLOSED),
    "statements": ("statements", CLOSED),
    "statement": ("statements/2026-01", CLOSED),
    "statement-entries": ("statements/2026-01/entries", CLOSED),
    "organisation": ("organisation", {**LISTED, "with": 403, "personal": 403, "other": 403, "without": 200}),
    "description": ("openapi.json", dict.fromkeys(KEYS, 200)),
    "nothing": ("elsewhere", dict.fromkeys(KEYS, 404)),
}


class Partner:
    """An organisation with a report, and keys of every kind."""

    def __init__(self) -> None:
        self.id = make_organisation(name="Umngeni Bay").id
        with organisation_scope(organisation_id=self.id):
            contact_id = make_contact(name="Thandi", language="zu")
            self.reference = make_complaint(contact_id=contact_id, description="Call 083 555 0142").reference
        self.keys = {
            "with": self._key("complaints.read"),
            "without": self._key("organisation.read"),
            "personal": self._key("complaints.read", "complaints.personal"),
            "expired": self._key("complaints.read", "organisation.read"),
            "revoked": self._key("complaints.read", "organisation.read"),
            "other": make_api_key(organisation_id=make_organisation().id, scopes=("complaints.read",)).key,
            "none": "",
            "wrong": "bz_0123456789_nothing",
        }
        with organisation_scope(organisation_id=self.id):
            ApiKey.objects.filter(prefix=self.keys["expired"].split("_")[1]).update(expires_at=now())
            revoke_key(actor=SYSTEM, key_id=ApiKey.objects.get(prefix=self.keys["revoked"].split("_")[1]).pk)

    def asks(
        self, path: str, *, who: str = "with", method: str = "get", address: str = "127.0.0.1", **headers: Any
    ) -> HttpResponse:
        sent = {"Authorization": f"Bearer {self.keys[who]}", **headers} if self.keys[who] else headers
        answer: HttpResponse = getattr(Client(REMOTE_ADDR=address), method)(f"/api/v1/{path}", headers=sent)
        return answer

    def _key(self, *scopes: str) -> str:
        return make_api_key(organisation_id=self.id, scopes=scopes).key


@pytest.fixture
def partner() -> Partner:
    return Partner()


def test_every_address_has_its_row_and_all_but_the_description_and_the_empty_one_a_scope() -> None:
    scopes = {str(one.name): scope_of(one.callback) for one in urlpatterns}
    assert sorted(scopes) == sorted(ROUTES)
    assert {name for name, scope in scopes.items() if not scope} == {"description", "nothing"}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_every_key_gets_exactly_what_the_table_says_and_nothing_changes(partner: Partner, name: str) -> None:
    path, expected = ROUTES[name]
    before = _kept(partner)

    found = {who: partner.asks(path.format(reference=partner.reference), who=who).status_code for who in KEYS}

    assert found == expected
    assert _kept(partner) == before


@pytest.mark.parametrize("name", ["complaints", "complaint", "organisation"])
def test_all_keys_that_do_not_work_are_refused_in_the_same_words(partner: Partner, name: str) -> None:
    path = ROUTES[name][0].format(reference=partner.reference)
    answers = [partner.asks(path, who=who) for who in ("expired", "revoked", "wrong", "none")]

    bodies = [{key: value for key, value in one.json().items() if key != "request_id"} for one in answers]
    assert bodies == [bodies[0]] * 4
    assert {one["WWW-Authenticate"] for one in answers} == {'Bearer realm="baraza"'}


def test_another_organisations_report_looks_like_one_that_never_was(partner: Partner) -> None:
    theirs = partner.asks(f"complaints/{partner.reference}", who="other")
    nobodys = partner.asks("complaints/MI-2026-XXXXXX", who="other")
    assert (theirs.status_code, theirs.json()["detail"]) == (nobodys.status_code, nobodys.json()["detail"])
    assert partner.asks("complaints", who="other").json() == {"complaints": [], "next": None}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("complaints", "GET, HEAD, POST"),
        ("complaint", "GET, HEAD, PATCH"),
        ("complaint-state", "POST"),
        ("organisation", "GET, HEAD"),
        ("area", "GET, HEAD"),
    ],
)
def test_other_methods_are_refused_and_nothing_changes(partner: Partner, name: str, allowed: str) -> None:
    path, before = ROUTES[name][0].format(reference=partner.reference), _kept(partner)
    others = {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(allowed.split(", "))

    answers = [partner.asks(path, method=one.lower()) for one in sorted(others)]

    assert {(one.status_code, one["Allow"], one["Content-Type"]) for one in answers} == {
        (405, allowed, "application/problem+json")
    }
    assert _kept(partner) == before


def test_a_refusal_says_under_which_number_the_log_has_it(partner: Partner) -> None:
    answer = partner.asks("complaints", Accept="text/html")

    assert answer.status_code == 406
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Acceptable",
        "status": 406,
        "detail": "Answers are application/json; accept that.",
        "request_id": answer["X-Correlation-Id"],
    }


def test_the_hundred_and_first_request_of_a_minute_is_told_when_to_come_back(partner: Partner) -> None:
    answers = [partner.asks("organisation", who="without").status_code for _ in range(100)]
    last = partner.asks("organisation", who="without")

    assert answers == [200] * 100
    assert last.status_code == 429
    assert 1 <= int(last["Retry-After"]) <= 60
    assert partner.asks("complaints").status_code == 200


def test_a_session_of_the_console_opens_nothing_here(partner: Partner) -> None:
    assert Client().get("/api/v1/complaints", headers={"Cookie": "sessionid=x"}).status_code == 401
    assert partner.asks("complaints").cookies == {}


@pytest.mark.parametrize("forged", ["?organisation={id}", "?organisation_id={id}", "?tenant={id}"])
def test_an_organisation_named_in_the_address_is_no_parameter(partner: Partner, forged: str) -> None:
    answer = partner.asks("complaints" + forged.format(id=partner.id), who="other")
    assert answer.status_code == 400


@pytest.mark.parametrize("header", ["X-Organisation-Id", "X-Organisation", "X-Tenant", "Cookie"])
def test_an_organisation_named_in_a_header_is_not_heard(partner: Partner, header: str) -> None:
    value = f"organisation_id={partner.id}" if header == "Cookie" else str(partner.id)
    assert partner.asks("complaints", who="other", **{header: value}).json()["complaints"] == []


def test_who_reported_needs_a_scope_of_its_own(partner: Partner) -> None:
    path = f"complaints/{partner.reference}"
    bare, full = partner.asks(path), partner.asks(path, who="personal")

    assert set(full.json()) - set(bare.json()) == {"description", "place", "latitude", "longitude", "reporter"}
    assert full.json()["reporter"]["name"] == "Thandi"
    assert b"Thandi" not in bare.content
    assert b"083 555 0142" not in bare.content + partner.asks("complaints").content


def test_pages_follow_each_other_without_a_gap_and_a_forged_place_is_refused(partner: Partner) -> None:
    with organisation_scope(organisation_id=partner.id):
        references = {make_complaint().reference for _ in range(4)} | {partner.reference}

    first = partner.asks("complaints?limit=3").json()
    second = partner.asks(f"complaints?limit=3&cursor={first['next']}").json()

    seen = [one["reference"] for one in first["complaints"] + second["complaints"]]
    assert (len(seen), set(seen), second["next"]) == (5, references, None)
    assert partner.asks(f"complaints?cursor={first['next']}x").status_code == 400


@pytest.mark.parametrize("query", ["state=LOST", "limit=0", "limit=101", "limit=x", "opened_from=soon", "stat=x"])
def test_a_filter_that_is_wrong_or_misspelt_is_said(partner: Partner, query: str) -> None:
    answer = partner.asks(f"complaints?{query}")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.json()["detail"]


@pytest.mark.parametrize("reference", ["%00", "..%2f", "x" * 500, "'; DROP TABLE complaint; --"])
def test_a_reference_may_be_anything(partner: Partner, reference: str) -> None:
    assert partner.asks(f"complaints/{reference}").status_code == 404


def _kept(partner: Partner) -> dict[str, list[Any]]:
    rows = everything_of(partner.id)
    rows["audit_entry"] = [row for row in rows["audit_entry"] if not row["action"].endswith(".read")]
    return {table: found for table, found in rows.items() if table not in TRACE_TABLES}


def test_keys_that_do_not_work_are_counted_by_address_and_one_that_works_is_never_held_up(partner: Partner) -> None:
    refused = [partner.asks("complaints", who="wrong").status_code for _ in range(WRONG_KEYS_PER_MINUTE)]
    late = partner.asks("complaints", who="revoked")
    elsewhere = partner.asks("complaints", who="wrong", address="198.51.100.9")

    assert refused == [401] * WRONG_KEYS_PER_MINUTE
    assert (late.status_code, late["Content-Type"]) == (429, "application/problem+json")
    assert 1 <= int(late["Retry-After"]) <= 60
    assert elsewhere.status_code == 401
    assert partner.asks("complaints").status_code == 200
    assert partner.asks("complaints", who="none").status_code == 401


def test_an_address_that_a_caller_writes_down_itself_does_not_free_it(partner: Partner) -> None:
    for number in range(WRONG_KEYS_PER_MINUTE):
        partner.asks("complaints", who="wrong", **{"X-Forwarded-For": f"198.51.100.{number}"})

    late = partner.asks("complaints", who="wrong", **{"X-Forwarded-For": "203.0.113.7"})
    assert late.status_code == 429
