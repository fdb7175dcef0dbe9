"""The test of a connection for letters says what is wrong in words: the key, the domain, its records, what came back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django import Settings
from tests.channels.letters import MAILGUN, POSTMARK, SENDGRID, SMTP, without
from tests.channels.requests import with_options
from tests.fakes.mail_server import MailServer
from tests.fakes.name_server import Zone, name_server
from tests.fakes.scripted_server import Reply, scripted_server

from baraza.channels.email.mailgun import Mailgun
from baraza.channels.email.postmark import Postmark
from baraza.channels.email.sendgrid import SendGrid
from baraza.channels.email.smtp import Smtp
from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import ChannelProvider, CheckFacts

HEARD = datetime(2026, 11, 21, tzinfo=UTC)
RECORDS = {
    "mg.yourcity.example": ["v=spf1 include:mailgun.org ~all"],
    "k1._domainkey.mg.yourcity.example": ["k=rsa; p=MIGf"],
    "s1._domainkey.yourcity.example": ["k=rsa; t=s; p=MIGf"],
    "gone._domainkey.yourcity.example": ["v=DKIM1; p="],
    "yourcity.example": ["v=spf1 a -all", "other=1"],
    "_dmarc.yourcity.example": ["v=DMARC1; p=none"],
}
EXCHANGERS = {
    "in.yourcity.example": ["10 mxb.mailgun.org.", "5 mxa.mailgun.org."],
    "desk.yourcity.example": ["10 mail.yourcity.example."],
}


@pytest.fixture(scope="module")
def names() -> Iterator[Zone]:
    with name_server() as zone:
        zone.texts, zone.exchangers = RECORDS, EXCHANGERS
        yield zone


@pytest.fixture(autouse=True)
def _records(names: Zone, settings: Settings) -> None:
    names.silent = False
    settings.DNS_SERVERS = [names.address]


def states(
    settings: Settings,
    provider: ChannelProvider,
    connection: ConnectionFacts,
    reply: Reply,
    *,
    heard: datetime | None = HEARD,
) -> dict[str, str]:
    """The provider and our own address are one server here; it lets in and finds unreadable what is proved."""
    with scripted_server() as server:
        server.answer = lambda seen: Reply(status=400) if seen.path == "/in/" else reply
        settings.EMAIL_API_URL = server.url
        facts = CheckFacts(webhook_url=f"{server.url}/in/", last_event_at=heard)
        report = provider.check(connection=connection, facts=facts)
    return {line.code: line.state.value for line in report.lines}


ACTIVE = Reply(
    body=b'{"domain":{"state":"active"},"sending_dns_records":[{"name":"k1._domainkey.mg.yourcity.example"},{"name":1}]}'
)
MAY_SEND = Reply(body=b'{"scopes":["mail.send"]}')
WELL = {"account": "good", "spf": "good", "dmarc": "good", "heard": "good"}


def test_a_connection_that_is_well_says_so(settings: Settings) -> None:
    assert states(settings, Mailgun(), MAILGUN, ACTIVE) == {**WELL, "dkim": "good"}
    assert states(settings, SendGrid(), SENDGRID, MAY_SEND) == {**WELL, "dkim": "good"}
    assert states(settings, Postmark(), POSTMARK, Reply()) == {**WELL, "signature": "good"}


@pytest.mark.parametrize(
    ("provider", "connection", "reply", "code", "state"),
    [
        (Mailgun(), MAILGUN, Reply(status=401), "account", "wrong"),
        (Mailgun(), MAILGUN, Reply(status=404), "domain", "wrong"),
        (Mailgun(), MAILGUN, Reply(body=b'{"domain":{"state":"unverified"}}'), "domain", "wrong"),
        (Mailgun(), MAILGUN, Reply(status=503), "account", "untried"),
        (Mailgun(), MAILGUN, Reply(reset=True), "account", "untried"),
        (Mailgun(), without(MAILGUN, "signing_key"), ACTIVE, "proof", "wrong"),
        (SendGrid(), SENDGRID, Reply(body=b'{"scopes":["alerts.read"]}'), "account", "wrong"),
        (SendGrid(), SENDGRID, Reply(status=403), "account", "wrong"),
        (Postmark(), POSTMARK, Reply(status=401), "account", "wrong"),
        (Mailgun(), with_options(MAILGUN, sender="nobody"), ACTIVE, "sender", "wrong"),
        (Mailgun(), with_options(MAILGUN, domain="other.example"), ACTIVE, "spf", "warning"),
        (Mailgun(), with_options(MAILGUN, sender="a@other.example"), ACTIVE, "dmarc", "warning"),
        (Mailgun(), with_options(MAILGUN, dkim_selector="none"), ACTIVE, "dkim", "warning"),
        (SendGrid(), with_options(SENDGRID, dkim_selector="gone"), MAY_SEND, "dkim", "wrong"),
        (Mailgun(), with_options(MAILGUN, answers_at="reply@in.yourcity.example"), ACTIVE, "answers", "good"),
        (Mailgun(), with_options(MAILGUN, answers_at="reply@desk.yourcity.example"), ACTIVE, "answers", "wrong"),
        (Mailgun(), with_options(MAILGUN, answers_at="reply@nowhere.example"), ACTIVE, "answers", "wrong"),
        (
            SendGrid(),
            with_options(without(SENDGRID, "parse_key"), answers_at="reply@in.yourcity.example"),
            MAY_SEND,
            "answers_proof",
            "wrong",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_named(
    settings: Settings, provider: ChannelProvider, connection: ConnectionFacts, reply: Reply, code: str, state: str
) -> None:
    assert states(settings, provider, connection, reply)[code] == state


def test_that_nothing_came_back_yet_is_a_remark(settings: Settings) -> None:
    assert states(settings, Mailgun(), MAILGUN, ACTIVE, heard=None)["heard"] == "warning"


def test_name_servers_that_are_away_are_no_fault_of_the_domain(settings: Settings, names: Zone) -> None:
    names.silent = True
    assert states(settings, Mailgun(), MAILGUN, ACTIVE)["dns"] == "untried"


def test_an_address_of_the_providers_own_needs_no_record(settings: Settings) -> None:
    connection = with_options(POSTMARK, answers_at="a1b2@inbound.postmarkapp.com")
    assert "answers" not in states(settings, Postmark(), connection, Reply())


def test_a_mail_server_is_greeted_and_says_that_bounces_are_not_seen(settings: Settings) -> None:
    settings.SMTP_INSIDE_HOSTS = ["127.0.0.1"]
    facts = CheckFacts(webhook_url="https://baraza.example/in/", last_event_at=None)
    with MailServer() as mail:
        connection = with_options(without(SMTP, "password"), port=str(mail.port), user="")
        found = Smtp().check(connection=connection, facts=facts)
        assert mail.taken == []
    assert {line.code: line.state.value for line in found.lines} == {
        "account": "good",
        "spf": "good",
        "dmarc": "good",
        "receipts": "warning",
    }
    gone = Smtp().check(connection=connection, facts=facts)
    assert (gone.lines[0].code, gone.lines[0].state.value) == ("account", "untried")
