"""The pages of webhooks: a secret is shown once, wrong addresses are said, what was not taken is sent again."""

import re

import pytest
from pytest_django import Settings
from tests.factories.access import make_super_admin_with_factor
from tests.web.console.conftest import City, browser_of

from baraza.capabilities.webhooks.models import Delivery, Endpoint, Event, Try
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

ADDED = {"name": "CRM", "url": "https://crm.trial.example/hooks", "events": ["call.ended"], "version": "0"}


@pytest.fixture(autouse=True)
def trial(settings: Settings) -> None:
    settings.WEBHOOKS_INSIDE_HOSTS = ["crm.trial.example"]


@pytest.fixture
def agency(city: City) -> City:
    """With voice agents switched on, so that their events are offered."""
    from baraza.core.organisations.models import Organisation
    from baraza.core.tenancy.scope import platform_scope

    with platform_scope():
        Organisation.objects.filter(pk=city.profile.id).update(services=["complaints", "call_analytics"])
    return city


def test_the_secret_is_shown_in_the_answer_and_never_again(agency: City) -> None:
    client = agency.signed_in("org_admin")
    shown = client.post("/console/webhooks/", ADDED).content.decode()
    with organisation_scope(organisation_id=agency.profile.id):
        new = Endpoint.objects.latest("pk")

    assert len(re.findall(r"whsec_[A-Za-z0-9+/=]{44}", shown)) == 1
    assert "whsec_" not in client.get(f"/console/webhooks/{new.pk}/").content.decode()
    assert b"whsec_" not in bytes(new.secrets_sealed)
    again = client.post(f"/console/webhooks/{new.pk}/secret/").content.decode()
    assert "whsec_" in again
    assert "still good until" in again


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"url": "http://crm.example.org/"}, "not https"),
        ({"url": "https://127.0.0.1/"}, "private network"),
        ({"url": ""}, "Write the address"),
        ({"events": []}, "Choose at least one event"),
        ({"events": ["call.misspelt"]}, "call.misspelt"),
        ({"name": ""}, "Write a name"),
    ],
    ids=["http", "inside", "no address", "no event", "unknown event", "no name"],
)  # fmt: skip
def test_what_is_wrong_is_said_and_the_rest_is_kept(agency: City, change: dict[str, object], said: str) -> None:
    answer = agency.signed_in("org_admin").post("/console/webhooks/", {**ADDED, **change})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    with organisation_scope(organisation_id=agency.profile.id):
        assert not Endpoint.objects.exists()


def test_a_change_over_a_colleagues_is_refused(agency: City) -> None:
    client, page = agency.signed_in("org_admin"), f"/console/webhooks/{agency.webhooks.endpoint}/"
    assert client.post(page, {**ADDED, "version": "1"}).status_code == 302
    late = client.post(page, {**ADDED, "name": "Late", "version": "1"})
    assert (late.status_code, "A colleague changed it" in late.content.decode()) == (422, True)


def test_support_sees_it_all_and_has_nothing_sent_elsewhere_after_the_help_has_ended(agency: City) -> None:
    number, pat = agency.webhooks.endpoint, browser_of(make_super_admin_with_factor())
    entered = {"place": "role:org_admin", "reason": "They asked why nothing arrives"}
    pat.post(f"/console/platform/organisations/{agency.profile.id}/support/", entered)
    before = agency.everything()

    acts = [("", ADDED), (f"{number}/", {**ADDED, "version": "1"}), (f"{number}/secret/", {})]
    refused = [pat.post(f"/console/webhooks/{path}", fields).status_code for path, fields in acts]

    assert refused == [403] * 3
    assert agency.everything() == before
    assert pat.get(f"/console/webhooks/{number}/").status_code == 200


def test_what_was_not_taken_is_sent_again_with_one_press(agency: City) -> None:
    answer = agency.signed_in("org_admin").post(
        f"/console/webhooks/{agency.webhooks.endpoint}/again/", {"hours": "24"}, follow=True
    )
    assert "1 event is sent again." in answer.content.decode()
    with organisation_scope(organisation_id=agency.profile.id):
        assert Delivery.objects.get().state == "waiting"


def test_what_a_stranger_answered_is_text_and_nothing_more(agency: City) -> None:
    with organisation_scope(organisation_id=agency.profile.id):
        Try.objects.create(
            organisation_id=agency.profile.id, delivery_id=agency.webhooks.delivery, at=now(), duration_ms=12,
            status=500, excerpt="<script>alert(1)</script>",
        )  # fmt: skip
    page = agency.signed_in("org_admin").get(f"/console/webhooks/deliveries/{agency.webhooks.delivery}/")
    assert b"&lt;script&gt;alert(1)" in page.content
    assert b"<script>alert" not in page.content


def test_older_deliveries_are_a_page_further(agency: City) -> None:
    with organisation_scope(organisation_id=agency.profile.id):
        for number in range(50):
            event = Event.objects.create(
                organisation_id=agency.profile.id, kind="call.ended", key=f"n{number}", data={}, at=now()
            )
            Delivery.objects.create(
                organisation_id=agency.profile.id, endpoint_id=agency.webhooks.endpoint, event=event, at=now()
            )
    client, page = agency.signed_in("org_admin"), f"/console/webhooks/{agency.webhooks.endpoint}/"
    before = re.search(r"\?before=(\d+)", client.get(page).content.decode())
    assert before is not None
    older = client.get(page, {"before": before[1]}).content.decode()
    assert older.count("/console/webhooks/deliveries/") == 1
    assert client.get(page, {"before": "x" * 40}).status_code == 200


@pytest.mark.parametrize(
    ("state", "offers"),
    [("active", ["Send a test", "Pause", "Send again"]), ("paused", ["Start again"]), ("stopped", ["Start again"])],
)
def test_the_page_offers_what_an_endpoint_in_its_state_can_do(agency: City, state: str, offers: list[str]) -> None:
    """What is held while it is stopped cannot be sent: a button that does nothing would look like one that failed."""
    endpoint = agency.webhooks.endpoint
    with organisation_scope(organisation_id=agency.profile.id):
        Endpoint.objects.update(state=state, stopped_because="gone" if state == "stopped" else "")
    page = agency.signed_in("org_admin").get(f"/console/webhooks/{endpoint}/").content.decode()
    buttons = [one.strip() for one in re.findall(r"<button[^>]*>(?:<svg.*?</svg>)?([^<]*)</button>", page, re.DOTALL)]

    assert [one for one in buttons if one in {"Send a test", "Pause", "Send again", "Start again"}] == offers
