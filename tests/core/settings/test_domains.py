"""Own names for an organisation's pages: claimed by anybody, served to whoever can write the text record."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from tests.factories.core import make_member, make_organisation
from tests.fakes.name_server import Zone, name_server

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.domains import (
    HostClaimed,
    HostUnusable,
    OwnDomain,
    TooManyDomains,
    check_domain,
    claim_domain,
    give_up_domain,
    list_domains,
    read_host,
    recheck_domains,
)
from baraza.core.settings.hosts import forget_hosts, host_of, public_address, slug_at
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
HOST = "report.umngeni.example"


@pytest.fixture
def zone(settings: Settings) -> Iterator[Zone]:
    with name_server() as served:
        settings.DNS_SERVERS = [served.address]
        yield served
    forget_hosts()


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation(slug="umngeni")


def claimed(city: OrganisationProfile, host: str = HOST) -> OwnDomain:
    with organisation_scope(organisation_id=city.id):
        claim_domain(actor=make_member(organisation_id=city.id, role="org_admin"), host=host)
        return next(one for one in list_domains() if one.host == host)


def checked(city: OrganisationProfile, domain: OwnDomain) -> OwnDomain:
    check_domain(organisation_id=city.id, domain_id=domain.id)
    forget_hosts()
    with organisation_scope(organisation_id=city.id):
        return next(one for one in list_domains() if one.id == domain.id)


def written(zone: Zone, domain: OwnDomain) -> None:
    zone.texts[domain.record_name] = ["v=spf1 -all", domain.record_value]


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("Report.Umngeni.Example", HOST),
        ("https://report.umngeni.example/track/?a=1", HOST),
        (" report.umngeni.example. ", HOST),
        ("münchen.example", "xn--mnchen-3ya.example"),
    ],
)
def test_a_name_is_read_however_it_is_written(typed: str, host: str) -> None:
    assert read_host(typed) == host


@pytest.mark.parametrize(
    "typed", ["", "umngeni", "10.0.0.7", "a b.example", "-x.example", "x..example", "desk.example.org", "*.example"]
)
def test_what_is_no_name_or_one_of_ours_is_refused(typed: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [".example.org"]

    with pytest.raises(HostUnusable):
        read_host(typed)


def test_a_name_serves_once_its_record_is_there(zone: Zone, city: OrganisationProfile) -> None:
    domain = claimed(city)
    before = (domain.state, slug_at(host=HOST))
    written(zone, domain)

    after = checked(city, domain)

    assert before == ("pending", None)
    assert (after.state, after.fault, slug_at(host=HOST), host_of(slug="umngeni")) == ("verified", "", "umngeni", HOST)
    assert public_address(organisation=city, path="/umngeni/track/MI-1/") == f"https://{HOST}/track/MI-1/"
    with organisation_scope(organisation_id=city.id):
        acts = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert acts == ["domain.claimed", "domain.verified"]


@pytest.mark.parametrize(
    ("texts", "silent", "fault"),
    [(None, False, "no_record"), (["baraza-verification=other"], False, "other_record"), (None, True, "no_answer")],
)
def test_what_is_wrong_with_the_record_is_said(
    zone: Zone, city: OrganisationProfile, texts: list[str] | None, *, silent: bool, fault: str
) -> None:
    domain = claimed(city)
    zone.silent = silent
    zone.texts = {domain.record_name: texts} if texts else {}

    after = checked(city, domain)

    assert (after.state, after.fault, slug_at(host=HOST)) == ("failed", fault, None)


def test_a_verified_name_is_never_taken_over(zone: Zone, city: OrganisationProfile) -> None:
    first, other = claimed(city), make_organisation()
    written(zone, first)
    checked(city, first)
    second = claimed(other)
    zone.texts[second.record_name] = [first.record_value, second.record_value]

    after = checked(other, second)

    assert (after.state, after.fault, slug_at(host=HOST)) == ("failed", "taken", "umngeni")
    with organisation_scope(organisation_id=city.id):
        give_up_domain(actor=make_member(organisation_id=city.id, role="org_admin"), domain_id=first.id)
    assert checked(other, second).state == "verified"
    assert slug_at(host=HOST) == other.slug


def test_a_claim_alone_keeps_nobody_from_the_name(zone: Zone, city: OrganisationProfile) -> None:
    claimed(make_organisation())
    domain = claimed(city)
    written(zone, domain)

    assert checked(city, domain).state == "verified"


def test_a_name_serves_on_while_its_record_is_missing_twice_and_no_longer(
    zone: Zone, city: OrganisationProfile
) -> None:
    domain = claimed(city)
    written(zone, domain)
    checked(city, domain)
    zone.texts.clear()

    found = [(checked(city, domain).state, slug_at(host=HOST)) for _ in range(3)]

    assert found == [("verified", "umngeni"), ("verified", "umngeni"), ("failed", None)]


def test_silent_name_servers_take_no_name_away(zone: Zone, city: OrganisationProfile) -> None:
    domain = claimed(city)
    written(zone, domain)
    checked(city, domain)
    zone.silent = True

    found = [checked(city, domain) for _ in range(4)]

    assert [(one.state, one.fault) for one in found] == [("verified", "no_answer")] * 4


def test_a_name_is_claimed_once_by_admins_and_ten_at_most(city: OrganisationProfile) -> None:
    admin, agent = make_member(organisation_id=city.id, role="org_admin"), make_member(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        for number in range(10):
            claim_domain(actor=admin, host=f"city{number}.example")
        with pytest.raises(TooManyDomains):
            claim_domain(actor=admin, host="eleventh.example")
        give_up_domain(actor=admin, domain_id=list_domains()[0].id)
        with pytest.raises(HostClaimed):
            claim_domain(actor=admin, host="city9.example")
        with pytest.raises(NotAllowed):
            claim_domain(actor=Actor(kind="member", id=agent.id, role="agent"), host="other.example")


def test_the_daily_look_asks_for_what_serves_alone(
    zone: Zone, city: OrganisationProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving, waiting = claimed(city), claimed(city, "waiting.example")
    written(zone, serving)
    checked(city, serving)
    asked: list[object] = []
    monkeypatch.setattr(
        "baraza.core.settings.domains.enqueue", lambda **job: asked.append(job["arguments"]["domain_id"])
    )

    with organisation_scope(organisation_id=city.id):
        recheck_domains()

    assert asked == [serving.id]
    assert waiting.state == "pending"
