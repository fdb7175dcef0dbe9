"""Reports opened, added to, corrected and moved over the API: by the console's own acts, with each scope its own."""

from typing import Any

import pytest
from django.test import Client
from tests.factories.access import make_api_key
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation
from tests.web.api.shape_checking import faults

from baraza.core.audit.models import AuditEntry
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.queries import contact_details
from baraza.services.complaints.models import Complaint, Entry
from baraza.web.api.openapi import document
from baraza.web.api.openapi_writes import WRITES

pytestmark = pytest.mark.django_db
DOCUMENT = document()
SHAPES = DOCUMENT["components"]["schemas"]
NEW = {
    "description": "Water is running down Main Road since this morning",
    "latitude": -26.2041,
    "longitude": 28.0473,
    "reporter_name": "Thandi",
    "reporter_phone": "082 555 0142",
}
# Every write that is right, by its address in the description.
RIGHT: dict[str, dict[str, Any]] = {
    "/api/v1/complaints": NEW,
    "/api/v1/complaints/{reference}": {"category": "streetlight"},
    "/api/v1/complaints/{reference}/comments": {"text": "It is worse now"},
    "/api/v1/complaints/{reference}/notes": {"text": "The crew is on its way"},
    "/api/v1/complaints/{reference}/state": {"state": "IN_PROGRESS"},
}


class Utility:
    """Another system that works with an organisation's reports."""

    def __init__(self) -> None:
        self.id = make_organisation(name="Umngeni Bay").id
        with organisation_scope(organisation_id=self.id):
            self.reference = make_complaint(contact_id=None).reference

    def key(self, *scopes: str) -> str:
        return make_api_key(organisation_id=self.id, scopes=scopes).key

    def sends(self, path: str, body: Any, *, key: str, act: str = "a-1", **more: Any) -> Any:
        return getattr(Client(), WRITES[path].method)(
            path.format(reference=self.reference),
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}", "Idempotency-Key": act},
            **more,
        )

    def complaint(self, reference: str = "") -> Complaint:
        with organisation_scope(organisation_id=self.id):
            return Complaint.objects.get(reference=reference or self.reference)

    def lines(self, reference: str = "") -> list[tuple[str, str, str]]:
        with organisation_scope(organisation_id=self.id):
            rows = Entry.objects.filter(complaint__reference=reference or self.reference).order_by("pk")
            return list(rows.values_list("kind", "actor_name", "text"))

    def trail(self) -> list[tuple[str, str, str]]:
        with organisation_scope(organisation_id=self.id):
            rows = AuditEntry.objects.filter(action__startswith="complaint.", actor_name="API key Map").order_by("pk")
            return list(rows.values_list("action", "actor_kind", "actor_name"))


@pytest.fixture
def utility() -> Utility:
    return Utility()


def scope_for(path: str) -> str:
    described: str = DOCUMENT["paths"][path][WRITES[path].method]["description"]
    return described.split("`")[1]


@pytest.mark.parametrize("path", sorted(WRITES))
def test_each_write_needs_its_own_scope_and_answers_as_described(utility: Utility, path: str) -> None:
    others = {scope_for(one) for one in WRITES} | {"complaints.personal"}
    without = utility.key(*sorted(others - {scope_for(path)}))

    refused = utility.sends(path, RIGHT[path], key=without)
    answer = utility.sends(path, RIGHT[path], key=utility.key(scope_for(path)))

    assert (refused.status_code, answer.status_code) == (403, int(WRITES[path].made))
    assert list(faults(answer.json(), SHAPES["Receipt"], SHAPES)) == []
    assert utility.trail()[0][1:] == ("member", "API key Map")
    assert len(utility.trail()) == 1


def test_a_report_is_opened_with_its_place_person_and_guess_and_once_for_each_key(utility: Utility) -> None:
    key, path = utility.key("complaints.report"), "/api/v1/complaints"

    first = utility.sends(path, NEW, key=key)
    again = utility.sends(path, {**NEW, "description": "Other words"}, key=key)
    other = utility.sends(path, NEW, key=key, act="a-2")

    made = utility.complaint(first.json()["reference"])
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert first["Location"] == f"/api/v1/complaints/{made.reference}"
    assert again.json() == first.json()
    assert other.json()["reference"] != made.reference
    assert (made.channel, made.language, made.area_code, made.category) == ("api", "en", "JHB", "burst_pipe")
    with organisation_scope(organisation_id=utility.id):
        assert made.contact_id is not None
        reporter = contact_details(contact_id=made.contact_id)
    assert (reporter.name, reporter.phone) == ("Thandi", "+27825550142")


def test_danger_to_life_makes_it_an_emergency_whatever_the_sender_says(utility: Utility) -> None:
    body = {"description": "A live wire lies on the road, a child was shocked", "latitude": -26.2, "longitude": 28.05}

    answer = utility.sends("/api/v1/complaints", body, key=utility.key("complaints.report")).json()

    assert (answer["emergency"], answer["priority"]) == (True, "critical")


def test_words_and_notes_are_added_once_under_the_keys_name(utility: Utility) -> None:
    key = utility.key("complaints.report", "complaints.note")
    for path in ("/api/v1/complaints/{reference}/comments", "/api/v1/complaints/{reference}/notes"):
        for _ in range(2):
            assert utility.sends(path, RIGHT[path], key=key, act=path[-5:]).status_code == 200

    assert utility.lines() == [
        ("comment", "API key Map", "It is worse now"),
        ("note", "API key Map", "The crew is on its way"),
    ]


def test_a_state_is_reached_once_and_one_that_cannot_be_is_said(utility: Utility) -> None:
    key, path = utility.key("complaints.move"), "/api/v1/complaints/{reference}/state"

    begun = utility.sends(path, {"state": "IN_PROGRESS"}, key=key)
    again = utility.sends(path, {"state": "IN_PROGRESS", "version": 1}, key=key)
    unexplained = utility.sends(path, {"state": "RESOLVED"}, key=key)
    old = utility.sends(path, {"state": "RESOLVED", "reason": "Mended", "version": 0}, key=key)
    done = utility.sends(path, {"state": "RESOLVED", "reason": "Mended", "version": begun.json()["version"]}, key=key)
    back = utility.sends(path, {"state": "ACKNOWLEDGED"}, key=key)

    codes = [one.status_code for one in (begun, again, unexplained, old, done, back)]
    assert codes == [200, 200, 422, 409, 200, 409]
    assert begun.json() == again.json()
    assert unexplained.json()["detail"].startswith("reason:")
    assert utility.complaint().state == "RESOLVED"
    assert [text for kind, _, text in utility.lines() if kind == "change"] == ["", "Mended"]


def test_what_is_not_named_stays_and_an_old_version_is_refused(utility: Utility) -> None:
    key, path = utility.key("complaints.correct"), "/api/v1/complaints/{reference}"
    before = utility.complaint()

    first = utility.sends(path, {"priority": "low"}, key=key)
    late = utility.sends(path, {"category": "noise", "version": before.version}, key=key)

    assert (first.status_code, late.status_code) == (200, 409)
    assert (utility.complaint().category, utility.complaint().priority) == (before.category, "low")


@pytest.mark.parametrize(
    ("path", "body", "status", "named"),
    [
        ("", {**NEW, "description": "x"}, 422, "description"),
        ("", {**NEW, "description": 5}, 422, "description: not a text"),
        ("", {**NEW, "description": "a\0b and more"}, 422, "description"),
        ("", {**NEW, "descripton": "x"}, 422, "descripton: there is no such field"),
        ("", {**NEW, "longitude": None}, 422, "longitude"),
        ("", {**NEW, "latitude": True}, 422, "latitude: not a number"),
        ("", {**NEW, "latitude": 0, "longitude": 0}, 422, "sea"),
        ("", {"description": "A leak"}, 422, "place"),
        ("", {"description": "A leak", "place": "qqqqq"}, 422, "place"),
        ("", {**NEW, "category": "dragons"}, 422, "category"),
        ("", {**NEW, "language": "xx"}, 422, "language"),
        ("", {**NEW, "reporter_phone": "12"}, 422, "reporter_phone"),
        ("", {**NEW, "reporter_phone": ""}, 422, "reporter_phone"),
        ("", [NEW], 400, "object"),
        ("", "{", 400, "JSON"),
        ("", '{"description": "\\ud800 and more"}', 400, "JSON"),
        ("", "[" * 40_000, 400, "JSON"),
        ("", " " * 70_000, 413, "bytes"),
        ("/{reference}", {}, 422, "category"),
        ("/{reference}", {"priority": "soon"}, 422, "priority"),
        ("/{reference}", {"category": "noise", "version": "1"}, 422, "version: not a number"),
        ("/{reference}/comments", {"text": "   "}, 422, "text"),
        ("/{reference}/notes", {"text": "x" * 4001}, 422, "text"),
        ("/{reference}/state", {"state": "DUPLICATE"}, 422, "state"),
        ("/{reference}/state", {}, 422, "state"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(
    utility: Utility, path: str, body: Any, status: int, named: str
) -> None:
    path = f"/api/v1/complaints{path}"
    answer = utility.sends(path, body, key=utility.key(scope_for(path)))

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert named in answer.json()["detail"]
    assert list(faults(answer.json(), SHAPES["Problem"], SHAPES)) == []
    with organisation_scope(organisation_id=utility.id):
        assert (Complaint.objects.count(), Entry.objects.count()) == (1, 0)


@pytest.mark.parametrize("act", ["", "a b", "x" * 65, "ключ"])
def test_an_act_without_a_usable_name_is_refused(utility: Utility, act: str) -> None:
    answer = utility.sends("/api/v1/complaints", NEW, key=utility.key("complaints.report"), act=act)
    assert (answer.status_code, "Idempotency-Key" in answer.json()["detail"]) == (400, True)


def test_a_form_of_a_page_is_no_way_in(utility: Utility) -> None:
    headers = {"Authorization": f"Bearer {utility.key('complaints.report')}", "Idempotency-Key": "a"}
    assert Client().post("/api/v1/complaints", NEW, headers=headers).status_code == 415


@pytest.mark.parametrize("path", sorted(set(WRITES) - {"/api/v1/complaints"}))
def test_another_organisations_report_is_not_there(utility: Utility, path: str) -> None:
    other = make_api_key(organisation_id=make_organisation().id, scopes=(scope_for(path),)).key
    before = utility.complaint().version

    assert utility.sends(path, RIGHT[path], key=other).status_code == 404
    assert (utility.complaint().version, utility.lines()) == (before, [])


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ("latitude=-26.2041&longitude=28.0473", "JHB"),
        ("latitude=-33.9249&longitude=18.4241", "CPT"),
        ("latitude=0&longitude=0", None),
        ("latitude=51.5&longitude=-0.12", None),
        ("latitude=-26.2041&longitude=28.0473&kind=ward", None),
    ],
)
def test_a_position_has_its_area_or_says_that_it_has_none(utility: Utility, point: str, code: str | None) -> None:
    answer = Client().get(
        f"/api/v1/area?{point}", headers={"Authorization": f"Bearer {utility.key('organisation.read')}"}
    )
    area = answer.json()["area"]
    assert (answer.status_code, area["code"] if area else None) == (200, code)


@pytest.mark.parametrize("point", ["latitude=1", "latitude=91&longitude=0", "latitude=nan&longitude=0", "lat=1&lon=2"])
def test_a_position_that_is_none_is_said(utility: Utility, point: str) -> None:
    headers = {"Authorization": f"Bearer {utility.key('organisation.read')}"}
    assert Client().get(f"/api/v1/area?{point}", headers=headers).status_code == 400
