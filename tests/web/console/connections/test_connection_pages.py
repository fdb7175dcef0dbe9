"""Connections on pages: secrets go in and never come out, faults are said in words, closing needs its name."""

from html import unescape

import pytest
from django.test import Client
from tests.factories.core import make_connection, make_member, make_organisation
from tests.web.console.conftest import browser_of

from baraza.core.audit.models import AuditEntry
from baraza.core.ingress.checks import begin_check, keep_check
from baraza.core.ingress.connections import connection_facts, forget_cached_connections, list_connections
from baraza.core.ingress.models import InboundEvent
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
NEW = "/console/connections/new/whatsapp.meta_cloud/"
ACCOUNT = {"name": "WhatsApp desk", "phone_number_id": " 10654 ", "business_account_id": "20"}
SECRETS = {"app_secret": "hush-app", "access_token": "hush-token", "verify_token": "hush-verify"}


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation()


@pytest.fixture
def admin(city: OrganisationProfile) -> Client:
    return browser_of(make_member(organisation_id=city.id, role="org_admin").id)


def only(city: OrganisationProfile) -> int:
    with organisation_scope(organisation_id=city.id):
        return list_connections()[0].id


def test_every_provider_of_the_catalogue_is_on_offer_with_what_it_needs(admin: Client) -> None:
    found = unescape(admin.get("/console/connections/new/").content.decode())

    for words in ("WhatsApp, by Meta's Cloud API", "USSD, by Africa's Talking", "USSD, by Hubtel", "Phone number ID"):
        assert words in found


def test_a_connection_is_made_and_its_secrets_are_never_shown(admin: Client, city: OrganisationProfile) -> None:
    answer = admin.post(NEW, {**ACCOUNT, **SECRETS}, follow=True)
    page = answer.content.decode()
    with organisation_scope(organisation_id=city.id):
        facts = connection_facts(connection_id=only(city))
        trail = repr(list(AuditEntry.objects.values_list("changes", flat=True)))

    assert dict(facts.secrets) == SECRETS
    assert facts.options["phone_number_id"] == "10654"
    assert "/in/whatsapp.meta_cloud/" in page
    assert not any(secret in page + trail for secret in SECRETS.values())


def test_a_verify_token_is_proposed_and_a_new_one_each_time(admin: Client) -> None:
    def proposed() -> str:
        return admin.get(NEW).content.decode().split('name="verify_token" value="')[1].split('"')[0]

    assert len(proposed()) >= 22
    assert proposed() != proposed()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Write a name by which colleagues know it"),
        ({"access_token": ""}, "Enter this: Access token"),
        ({"access_token": "half a token"}, "There is a blank or a line break in it"),
        ({"app_secret": "a\nb"}, "There is a blank or a line break in it"),
        ({"phone_number_id": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_wrong_is_said_and_secrets_are_not_sent_back(
    admin: Client, city: OrganisationProfile, wrong: dict[str, str], words: str
) -> None:
    answer = admin.post(NEW, {**ACCOUNT, **SECRETS, **wrong})
    page = answer.content.decode()

    assert (answer.status_code, words in page) == (422, True)
    assert SECRETS["access_token"] not in page
    with organisation_scope(organisation_id=city.id):
        assert list_connections() == []


def test_an_empty_secret_keeps_what_is_set_and_a_new_one_replaces_it(admin: Client, city: OrganisationProfile) -> None:
    admin.post(NEW, {**ACCOUNT, **SECRETS})
    admin.post(f"/console/connections/{only(city)}/", {**ACCOUNT, "access_token": "fresh", "app_secret": ""})
    forget_cached_connections()
    with organisation_scope(organisation_id=city.id):
        facts = connection_facts(connection_id=only(city))

    assert dict(facts.secrets) == {**SECRETS, "access_token": "fresh"}


def test_settings_that_the_form_does_not_ask_for_stay(admin: Client, city: OrganisationProfile) -> None:
    made = make_connection(organisation_id=city.id, options={"graph_url": "http://127.0.0.1:1"}, secrets=SECRETS)
    admin.post(f"/console/connections/{made.id}/", ACCOUNT)
    forget_cached_connections()
    with organisation_scope(organisation_id=city.id):
        options = connection_facts(connection_id=made.id).options

    assert (options["graph_url"], options["business_account_id"]) == ("http://127.0.0.1:1", "20")


def test_a_test_is_waited_for_and_its_faults_come_first_with_what_to_do(
    admin: Client, city: OrganisationProfile
) -> None:
    made = make_connection(organisation_id=city.id)
    address = f"/console/connections/{made.id}/"
    admin.post(address + "check/")
    assert "is being tried" in admin.get(address).content.decode()
    with organisation_scope(organisation_id=city.id):
        key = begin_check(connection_id=made.id)
        lines = [
            {"code": "a", "state": "good", "says": "Meta accepts the access token.", "fix": "", "parameters": {}},
            {"code": "b", "state": "wrong", "says": "On %(host)s", "fix": "<b>Do</b>", "parameters": {"host": "<i>"}},
        ]
        keep_check(connection_id=made.id, key=key, lines=lines, templates=[])

    found = admin.get(address + "result/").content.decode()

    assert found.index("On &lt;i&gt;") < found.index("Meta accepts the access token.")
    assert "&lt;b&gt;Do&lt;/b&gt;" in found
    assert "Something does not work" in found
    assert "Test found a fault" in admin.get("/console/connections/").content.decode()


def test_a_paused_connection_says_so_and_comes_back(admin: Client, city: OrganisationProfile) -> None:
    made = make_connection(organisation_id=city.id)
    admin.post(f"/console/connections/{made.id}/switch/", {"active": "no"})
    assert "Paused" in admin.get("/console/connections/").content.decode()

    admin.post(f"/console/connections/{made.id}/switch/", {"active": "yes"})
    assert "Not used yet" in admin.get("/console/connections/").content.decode()


def test_closing_needs_the_name_and_cannot_be_undone(admin: Client, city: OrganisationProfile) -> None:
    made = make_connection(organisation_id=city.id, name="Old line")
    address = f"/console/connections/{made.id}/"

    wrong = admin.post(address + "close/", {"name": "old line"})
    assert (wrong.status_code, "This is not its name" in wrong.content.decode()) == (422, True)
    admin.post(address + "close/", {"name": "Old line"})

    assert admin.get(address).status_code == 404
    assert admin.post(address + "switch/", {"active": "yes"}).status_code == 404
    assert "Old line" not in admin.get("/console/connections/").content.decode()


@pytest.mark.parametrize("source", ["fax.old", "whatsapp", "..%2f..%2fetc"])
def test_a_provider_that_is_not_in_the_catalogue_is_not_found(admin: Client, source: str) -> None:
    assert admin.get(f"/console/connections/new/{source}/").status_code == 404


def test_where_answers_to_letters_come_in_the_page_says_when_the_last_one_did(
    admin: Client, city: OrganisationProfile
) -> None:
    found = make_connection(
        organisation_id=city.id, source="email.mailgun", options={"answers_at": "reply@in.city.example"}
    )
    page = f"/console/connections/{found.id}/"

    def last() -> str:
        shown = admin.get(page).content.decode()
        return shown.split("Last answer by e-mail</dt>")[1].split("</dd>")[0]

    assert "nothing lately" in last()
    with organisation_scope(organisation_id=city.id):
        InboundEvent.objects.create(
            organisation_id=city.id, connection_id=found.id, item_id="1", kind="mail", payload={}, correlation_id="c"
        )
    assert "<time" in last()
