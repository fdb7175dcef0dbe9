"""The description for programs names every address, and every answer is as it says."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.factories.access import make_api_key
from tests.factories.complaints import make_complaint, make_contact
from tests.web.api.shape_checking import faults
from tests.web.api.test_calls import Bureau

from baraza.core.identity.scopes import declared_scopes
from baraza.core.tenancy.scope import organisation_scope
from baraza.web.api.access import scope_of
from baraza.web.api.openapi import OPERATIONS, document
from baraza.web.api.openapi_writes import WRITES
from baraza.web.api.urls import urlpatterns

DOCUMENT = document()
SHAPES = DOCUMENT["components"]["schemas"]
# The word in an address, by its name in the description.
WORDS = {"reference": "{reference}", "number": "{call}", "month": "2026-01"}
KEYS = {
    "with the least": lambda path: (scope_of(OPERATIONS[path].view),),
    "with all": lambda _path: tuple(scope.name for scope in declared_scopes()),
}


class Everything(Bureau):
    """An agency that takes complaints, too."""

    def __init__(self) -> None:
        super().__init__()
        with organisation_scope(organisation_id=self.agency.organisation_id):
            contact_id = make_contact(name="Thandi", language="zu")
            self.reference = make_complaint(contact_id=contact_id, description="A leak").reference
            make_complaint(contact_id=None)

    def answer(self, path: str, scopes: tuple[str, ...]) -> Any:
        key = make_api_key(organisation_id=self.agency.organisation_id, scopes=scopes).key
        address = path.format(**WORDS).format(reference=self.reference, call=self.call)
        address += "?latitude=-26.2041&longitude=28.0473" if path.endswith("/area") else ""
        return Client().get(address, headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def everything(db: None) -> Everything:
    return Everything()


def test_every_address_is_described_and_no_other() -> None:
    described = {path.removeprefix("/api/").replace("{", "<str:").replace("}", ">") for path in DOCUMENT["paths"]}
    assert described == {str(one.pattern) for one in urlpatterns if one.name not in {"description", "nothing"}}
    assert {one.name: one.callback for one in urlpatterns}["calls"] is OPERATIONS["/api/v1/calls"].view


def test_each_address_says_its_scope_and_how_it_refuses() -> None:
    known = {scope.name for scope in declared_scopes()}
    for path, operation in OPERATIONS.items():
        described = DOCUMENT["paths"][path]["get"]
        assert scope_of(operation.view) in known
        assert f"`{scope_of(operation.view)}`" in described["description"]
        assert {"200", "401", "403", "405", "406", "429"} <= set(described["responses"])
        assert ("400" in described["responses"]) == any(one["in"] == "query" for one in described["parameters"])
    for path, writing in WRITES.items():
        described = DOCUMENT["paths"][path][writing.method]
        assert scope_of(writing.view) in known
        assert f"`{scope_of(writing.view)}`" in described["description"]
        assert writing.once == any(one["name"] == "Idempotency-Key" for one in described["parameters"])
    ids = [one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()]
    assert len(set(ids)) == len(ids)


def test_every_reference_in_the_description_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    named = {part.split('"')[0] for part in text.split('"$ref": "#/components/')[1:]}
    there = {f"{kind}/{name}" for kind, ones in DOCUMENT["components"].items() for name in ones}
    assert named <= there
    # Nothing is described that no answer uses.
    assert {one for one in there if one.startswith("schemas/")} <= named


def test_parameters_are_what_the_forms_read() -> None:
    given = {one["name"]: one["schema"] for one in DOCUMENT["paths"]["/api/v1/complaints"]["get"]["parameters"]}

    assert given["limit"] == {"type": "integer", "format": "int64", "minimum": 1, "maximum": 100}
    assert given["group"] == {"type": "string", "enum": ["open", "settled", "all"]}
    assert given["state"]["items"]["enum"][0] == "SUBMITTED"
    assert given["opened_from"] == {"type": "string", "format": "date-time"}
    assert sorted(given) == sorted(
        ["group", "state", "priority", "category", "channel", "ward", "opened_from", "opened_before", "limit", "cursor"]
    )


@pytest.mark.parametrize("who", sorted(KEYS))
@pytest.mark.parametrize("path", sorted(OPERATIONS))
def test_an_answer_is_as_it_is_described(everything: Everything, path: str, who: str) -> None:
    answer = everything.answer(path, KEYS[who](path))

    assert answer.status_code == 200
    assert list(faults(answer.json(), SHAPES[OPERATIONS[path].answer], SHAPES)) == []


@pytest.mark.parametrize("path", sorted(OPERATIONS))
def test_a_refusal_is_as_it_is_described(everything: Everything, path: str) -> None:
    answer = Client().get(path.format(reference="x", number="1", month="x"))

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert list(faults(answer.json(), SHAPES["Problem"], SHAPES)) == []


def test_it_is_open_to_everybody_and_to_pages_of_others(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json() == json.loads(json.dumps(DOCUMENT))
    assert (answer["Access-Control-Allow-Origin"], answer["Cache-Control"]) == ("*", "public, max-age=3600")
    assert client.post("/api/v1/openapi.json").status_code == 405


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ({"name": 3, "phone": ""}, "$.name: 3 is no string"),
        ({"name": ""}, "$: lacks phone"),
        ({"name": "", "phone": None}, "$.phone: is null"),
        ({"name": "", "phone": "", "more": 1}, "$: has more"),
    ],
)
def test_the_check_notices_what_does_not_fit(value: object, fault: str) -> None:
    person = SHAPES["ComplaintDetail"]["properties"]["reporter"]
    assert list(faults(value, person, SHAPES)) == [fault]
