"""What a letter looks like to each provider and to a mail server, and what becomes of it there."""

import email
import email.policy
import json
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser
from typing import NoReturn
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings
from tests.channels.letters import MAILGUN, POSTMARK, READER, SENDGRID, SMTP
from tests.channels.requests import with_options
from tests.fakes.mail_server import MailServer
from tests.fakes.scripted_server import Reply, ScriptedServer, scripted_server

from baraza.channels.email.letters import letter_of, message_id_of
from baraza.channels.email.mailgun import Mailgun
from baraza.channels.email.postmark import Postmark
from baraza.channels.email.sendgrid import SendGrid
from baraza.channels.email.smtp import Smtp
from baraza.messaging.contract import (
    Content,
    Failure,
    Image,
    Letter,
    Letterhead,
    Outgoing,
    Recipient,
    SendError,
    Text,
)

STOP = "https://baraza.example/mzansi/letters/stop/abc/"
LINK = "https://baraza.example/mzansi/r/MI-2026-ABCDEF/key/"
HEAD = Letterhead(
    name="Mzansi <Municipal> Desk",
    language="en",
    colour="#7a1fa2",
    logo="https://baraza.example/mzansi/logo.png?v=1",
    home="https://baraza.example/mzansi/",
    stop_link=STOP,
)
NEWS = Letter(
    subject="News of report MI-2026-ABCDEF",
    body="Report MI-2026-ABCDEF is done.\nWe <closed> the valve & filled the hole.",
    link=LINK,
    link_label="See the report",
)


def outgoing(content: Content = NEWS, head: Letterhead | None = HEAD) -> Outgoing:
    return Outgoing(key="complaints.resolved:7:3", recipient=Recipient(email=READER), content=content, letterhead=head)


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


@pytest.fixture
def api(server: ScriptedServer, settings: Settings) -> ScriptedServer:
    server.seen.clear()
    settings.EMAIL_API_URL, settings.PUBLIC_URL = server.url, "https://baraza.example"
    return server


def test_mailgun_is_handed_the_letter_with_our_key(api: ScriptedServer) -> None:
    api.answer = lambda _: Reply(body=b'{"id":"<1@mg.yourcity.example>","message":"Queued. Thank you."}')
    assert Mailgun().send(outgoing=outgoing(), connection=MAILGUN) == "<1@mg.yourcity.example>"
    (seen,) = api.seen
    form = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
    assert seen.path == "/mailgun/mg.yourcity.example/messages"
    assert form["to"] == READER
    assert form["subject"] == NEWS.subject
    assert form["v:baraza_key"] == "complaints.resolved:7:3"
    assert form["h:List-Unsubscribe"] == f"<{STOP}>"
    assert form["h:List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert form["h:Auto-Submitted"] == "auto-generated"
    assert (form["o:tracking-clicks"], form["o:tracking-opens"]) == ("no", "no")


def test_sendgrid_is_handed_the_letter_with_our_key(api: ScriptedServer) -> None:
    api.answer = lambda _: Reply(status=202, body=b"")
    found = SendGrid().send(outgoing=outgoing(), connection=SENDGRID)
    (seen,) = api.seen
    sent = json.loads(seen.body)
    assert seen.path == "/sendgrid/mail/send"
    assert sent["personalizations"][0]["to"] == [{"email": READER}]
    assert sent["custom_args"] == {"baraza_key": "complaints.resolved:7:3"}
    assert sent["personalizations"][0]["custom_args"] == {"anymail_id": found}
    assert [part["type"] for part in sent["content"]] == ["text/plain", "text/html"]


def test_postmark_is_handed_the_letter_with_our_key(api: ScriptedServer) -> None:
    api.answer = lambda _: Reply(
        body=b'{"To":"aline@example.org","MessageID":"0a129aee-e1cd-480d-b08d-4f48548ff48d","ErrorCode":0,"Message":"OK"}'
    )
    assert Postmark().send(outgoing=outgoing(), connection=POSTMARK) == "0a129aee-e1cd-480d-b08d-4f48548ff48d"
    sent = json.loads(api.seen[0].body)
    assert sent["Metadata"] == {"baraza_key": "complaints.resolved:7:3"}
    assert (sent["TrackOpens"], sent["TrackLinks"]) == (False, "None")
    # Else an answer would name an id that we never heard of.
    assert {"Name": "X-PM-KeepID", "Value": "true"} in sent["Headers"]


def test_an_address_that_postmark_knows_as_dead_is_unreachable(api: ScriptedServer) -> None:
    answer = {"ErrorCode": 406, "Message": "You tried to send to a recipient that has been marked as inactive."}
    answer["Message"] = f"{answer['Message']}\nFound inactive addresses: {READER}.\nInactive recipients are ones that …"
    api.answer = lambda _: Reply(status=422, body=json.dumps(answer).encode())
    with pytest.raises(SendError) as caught:
        Postmark().send(outgoing=outgoing(), connection=POSTMARK)
    assert (caught.value.failure, caught.value.retryable) == (Failure.UNREACHABLE, False)


def test_a_redirection_is_not_followed_with_the_key(api: ScriptedServer) -> None:
    api.answer = lambda _: Reply(status=307, headers={"Location": f"{api.url}/elsewhere"})
    with pytest.raises(SendError):
        Mailgun().send(outgoing=outgoing(), connection=MAILGUN)
    assert [seen.path for seen in api.seen] == ["/mailgun/mg.yourcity.example/messages"]


def test_without_a_proof_of_receipts_a_silence_is_not_tried_again(api: ScriptedServer) -> None:
    api.answer = lambda _: Reply(reset=True)
    connection = replace(MAILGUN, secrets={"api_key": "key"})
    with pytest.raises(SendError) as caught:
        Mailgun().send(outgoing=outgoing(), connection=connection)
    assert (caught.value.failure, caught.value.retryable) == (Failure.UNCERTAIN, False)


def written(content: Content = NEWS, head: Letterhead | None = HEAD) -> EmailMessage:
    """As a mailbox reads it."""
    raw = letter_of(outgoing=outgoing(content, head), connection=SMTP).message().as_bytes()
    found = BytesParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(found, EmailMessage)
    return found


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text


def test_a_letter_is_one_text_in_two_forms_with_the_letterhead() -> None:
    letter = written()
    assert letter.get_content_type() == "multipart/alternative"
    assert letter["From"] == '"Mzansi <Municipal> Desk" <reports@yourcity.example>'
    assert letter["Reply-To"] == "desk@yourcity.example"
    assert letter["Message-ID"] == message_id_of(key="complaints.resolved:7:3", domain="yourcity.example")
    plain, html = part(letter, "plain"), part(letter, "html")
    for text in (plain, html):
        assert LINK in text
        assert STOP in text
        assert "1 Church Square, Yourcity" in text
        assert "See the report" in text
    assert "We <closed> the valve & filled the hole." in plain
    assert "We &lt;closed&gt; the valve &amp; filled the hole." in html
    assert "#7a1fa2" in html
    assert HEAD.logo in html
    assert '<html lang="en">' in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "A message from Mzansi"),
        ("af", "’n Boodskap van Mzansi"),
        ("zu", "Umlayezo ovela kwa-Mzansi"),
        ("xh", "Umyalezo ovela kwa-Mzansi"),
    ],
)
def test_a_plain_text_becomes_a_letter_in_the_readers_language(language: str, words: str) -> None:
    letter = written(Text(body="Umbiko wakho"), replace(HEAD, name="Mzansi", language=language))
    assert letter["Subject"] == words
    assert letter["Content-Language"] == language


def test_a_code_cannot_be_stopped_and_says_no_list() -> None:
    letter = written(Text(body="Your code is 123456."), replace(HEAD, stop_link=""))
    assert letter["List-Unsubscribe"] is None
    assert "Stop" not in part(letter, "plain")


def test_nothing_in_a_name_or_a_subject_makes_another_heading() -> None:
    hostile = replace(NEWS, subject="News\r\nBcc: all@example.org")
    letter = written(hostile, replace(HEAD, name="Desk\r\nBcc: all@example.org"))
    assert letter["Bcc"] is None
    assert letter["Subject"] == "News Bcc: all@example.org"


@pytest.mark.parametrize("colour", ["red;background:url(x)", "#12345", '"><script>'])
def test_a_colour_that_is_none_is_ours(colour: str) -> None:
    assert "padding:16px 24px;background:#0b5563" in part(written(NEWS, replace(HEAD, colour=colour)), "html")


@pytest.mark.parametrize(
    "content", [Image(link="https://x.example/a.jpg"), Text(body="  "), Letter(subject="s", body="")]
)
def test_what_is_no_letter_is_refused(content: Content) -> None:
    with pytest.raises(SendError) as caught:
        letter_of(outgoing=outgoing(content), connection=SMTP)
    assert caught.value.failure is Failure.REFUSED


@pytest.mark.parametrize("sender", ["", "nobody", "a@b", "a b@c.example", "<a@b.example>"])
def test_without_a_readable_sender_the_connection_is_at_fault(sender: str) -> None:
    with pytest.raises(SendError) as caught:
        letter_of(outgoing=outgoing(), connection=with_options(SMTP, sender=sender))
    assert caught.value.failure is Failure.ACCOUNT


def by_smtp(settings: Settings, *answers: str) -> tuple[str, list[tuple[str, str]]]:
    settings.SMTP_INSIDE_HOSTS = ["127.0.0.1"]
    with MailServer(answers=list(answers)) as mail:
        connection = replace(with_options(SMTP, port=str(mail.port), user=""), secrets={})
        found = Smtp().send(outgoing=outgoing(), connection=connection)
    return found, mail.taken


def test_a_mail_server_takes_the_letter_under_our_own_id(settings: Settings) -> None:
    found, taken = by_smtp(settings)
    ((recipient, letter),) = taken
    assert recipient.startswith(f"<{READER}>")
    assert f"Message-ID: {found}" in letter.replace("\r\n ", " ")


@pytest.mark.parametrize(
    ("answer", "failure", "retryable"),
    [
        ("550 no such user", Failure.UNREACHABLE, False),
        ("554 no", Failure.REFUSED, False),
        ("451 grey list", Failure.TEMPORARY, True),
    ],
)
def test_what_a_mail_server_answers_decides(
    settings: Settings, answer: str, failure: Failure, *, retryable: bool
) -> None:
    with pytest.raises(SendError) as caught:
        by_smtp(settings, answer)
    assert (caught.value.failure, caught.value.retryable) == (failure, retryable)
    assert "no such user" not in caught.value.detail


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", "587"), ("localhost", "25"), ("10.0.0.1", "5432"), ("", "25"), ("a.example", "x")]
)
def test_a_connection_leads_to_no_private_network(host: str, port: str) -> None:
    with pytest.raises(SendError) as caught:
        Smtp().send(outgoing=outgoing(), connection=with_options(SMTP, host=host, port=port))
    assert caught.value.failure is Failure.ACCOUNT


@pytest.mark.parametrize("port", ["587", "465"])
def test_a_mail_server_is_reached_where_it_was_judged_whatever_its_name_says_next(
    monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    asked: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> NoReturn:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("baraza.channels.email.smtp.resolved", lambda _: ["93.184.216.34"])
    monkeypatch.setattr("socket.create_connection", connect)
    with pytest.raises(SendError) as caught:
        Smtp().send(outgoing=outgoing(), connection=with_options(SMTP, host="mail.example.org", port=port))
    assert asked == [("93.184.216.34", int(port))]
    assert caught.value.failure is Failure.TEMPORARY


def test_an_address_that_would_be_too_long_leaves_the_sign_to_the_letters_id() -> None:
    connection = with_options(POSTMARK, answers_at="a" * 40 + "@inbound.example")
    letter = letter_of(outgoing=replace(outgoing(), answer_token="1_mi2026abc123_aaaaaaaaaaaa"), connection=connection)
    assert letter.reply_to == ["a" * 40 + "@inbound.example"]
    assert ".1_mi2026abc123_aaaaaaaaaaaa@" in letter.extra_headers["Message-ID"]
