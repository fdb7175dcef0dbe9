"""An organisation without residents is not asked for what only residents need."""

import pytest
from django.test import Client
from tests.factories.bills import RATE, a_finished_call, an_agency, noon, rules_are
from tests.web.console.conftest import browser_of

from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
OF_RESIDENTS = (
    "Categories",
    "Emergency numbers",
    "Somebody in danger",
    "Due times",
    "first report",
    "test report",
    "Areas",
)


@pytest.fixture
def admin() -> Client:
    found = an_agency()
    with organisation_scope(organisation_id=found.organisation_id):
        a_finished_call(found, at=noon(2026, 1, 10))
        rules_are(found, RATE)
    return browser_of(found.admin.id)


@pytest.mark.parametrize("page", ["settings/", "first-steps/"])
def test_pages_of_an_agency_speak_of_agents_and_bills_and_not_of_reports(admin: Client, page: str) -> None:
    said = admin.get(f"/console/{page}").content.decode().split("</nav>")[-1]

    assert [words for words in OF_RESIDENTS if words in said] == []
    assert ("oice agents" in said, "rules" in said) == (True, True)


def test_the_steps_of_an_agency_are_done_when_its_agents_and_rules_are_there(admin: Client) -> None:
    progress = admin.get("/console/settings/").context["progress"]
    assert [(one.title, one.done) for one in progress.steps] == [
        ("Say who you are", False),
        ("Connect your voice agents", True),
        ("Say what calls cost your clients", True),
        ("Bring your colleagues", False),
    ]
