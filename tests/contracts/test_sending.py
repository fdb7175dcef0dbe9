"""What the sender may rely on with every provider of the catalogue, whatever happens to the call."""

import logging
import socket
import traceback

import pytest
from pytest_django import Settings
from tests.channels.letters import READER
from tests.channels.requests import ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN
from tests.contracts.cases import CALLING, CASES, PERSON, PUSHING, SILENT
from tests.fakes.scripted_server import Reply, ScriptedServer

from baraza.lib.correlation import MaskingFormatter
from baraza.messaging.contract import (
    Content,
    Failure,
    MediaReference,
    MediaRefused,
    Outgoing,
    Recipient,
    SendError,
    Text,
)

EVERY = sorted(CASES)


def send(name: str, content: Content) -> str:
    case = CASES[name]
    outgoing = Outgoing(key="turn:1", recipient=Recipient(phone=PERSON, email=READER), content=content)
    return case.provider.send(outgoing=outgoing, connection=case.connection)


def failure(name: str, content: Content) -> SendError:
    with pytest.raises(SendError) as caught:
        send(name, content)
    return caught.value


HELLO = Text(body="Hello")
REPLIES = {
    "400": (Reply(status=400), Failure.REFUSED, False),
    "401": (Reply(status=401), Failure.ACCOUNT, False),
    "403": (Reply(status=403), Failure.ACCOUNT, False),
    "404": (Reply(status=404), Failure.REFUSED, False),
    "429": (Reply(status=429), Failure.THROTTLED, True),
    "500": (Reply(status=500), Failure.TEMPORARY, True),
    "503": (Reply(status=503), Failure.TEMPORARY, True),
    "no JSON": (Reply(status=500, body=b"<html>"), Failure.TEMPORARY, True),
    "success without words": (Reply(status=200, body=b""), Failure.UNCERTAIN, True),
    "reset": (Reply(reset=True), Failure.UNCERTAIN, True),
    "hang": (Reply(hang=True), Failure.UNCERTAIN, True),
}


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        (name, reply)
        for name in PUSHING
        for reply in sorted(REPLIES)
        if not (CASES[name].wordless and reply == "success without words")
    ],
)
def test_whatever_the_provider_answers_the_sender_knows_what_to_do(
    remote: ScriptedServer, name: str, reply: str
) -> None:
    answer, kind, retryable = REPLIES[reply]
    remote.answer = lambda _: answer
    error = failure(name, HELLO)
    assert (error.failure, error.retryable) == (kind, retryable)
    assert len(remote.seen) == 1


@pytest.mark.parametrize("name", PUSHING)
def test_a_provider_that_cannot_be_reached_is_tried_again(settings: Settings, name: str) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings.WHATSAPP_GRAPH_URL = f"http://127.0.0.1:{bound.getsockname()[1]}"
        settings.TWILIO_API_URL = settings.EMAIL_API_URL = settings.WHATSAPP_GRAPH_URL
        error = failure(name, HELLO)
    assert (error.failure, error.retryable) == (Failure.TEMPORARY, True)


@pytest.mark.parametrize("name", EVERY)
def test_what_is_beyond_the_limits_is_refused_and_never_sent(remote: ScriptedServer, name: str) -> None:
    error = failure(name, CASES[name].oversize)
    assert (error.failure, error.retryable) == (Failure.REFUSED, False)
    assert remote.seen == []


@pytest.mark.parametrize("name", SILENT)
def test_a_channel_without_push_refuses_every_send(remote: ScriptedServer, name: str) -> None:
    error = failure(name, HELLO)
    assert (error.failure, error.retryable, error.code) == (Failure.REFUSED, False, "no_push")
    CASES[name].provider.mark_read(external_id="1", connection=CASES[name].connection)
    with pytest.raises(MediaRefused):
        CASES[name].provider.fetch_media(
            media=MediaReference(id="1", mime_type="image/jpeg"), connection=CASES[name].connection
        )
    assert remote.seen == []


@pytest.mark.parametrize("name", CALLING)
@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=401), Reply(reset=True), Reply(body=b"x")])
def test_marking_as_read_and_fetching_fail_only_in_the_words_of_the_contract(
    remote: ScriptedServer, name: str, reply: Reply
) -> None:
    remote.answer = lambda _: reply
    case = CASES[name]
    with pytest.raises(SendError):
        case.provider.mark_read(external_id="wamid.1", connection=case.connection)
    with pytest.raises((SendError, MediaRefused)):
        case.provider.fetch_media(media=MediaReference(id="1", mime_type="image/jpeg"), connection=case.connection)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("reply", [Reply(status=400), Reply(status=401), Reply(status=500), Reply(reset=True)])
def test_neither_log_nor_error_tells_a_secret_or_a_number(
    remote: ScriptedServer, caplog: pytest.LogCaptureFixture, name: str, reply: Reply
) -> None:
    caplog.set_level(logging.INFO)
    quoted = f'{{"error":{{"message":"{ACCESS_TOKEN} {PERSON} {READER}","error_data":{{"details":"{ACCESS_TOKEN} {PERSON}"}}}}}}'
    remote.answer = lambda _: Reply(status=reply.status, body=quoted.encode(), reset=reply.reset)
    error = failure(name, HELLO)
    formatter = MaskingFormatter("%(name)s %(message)s")
    told = [formatter.format(record) for record in caplog.records]
    told += traceback.format_exception(error)
    told += [str(error), repr(error), repr(CASES[name].connection), repr(CASES[name].message)]
    for private in (ACCESS_TOKEN, APP_SECRET, VERIFY_TOKEN, PERSON, PERSON[1:], READER):
        assert [line for line in told if private in line] == []
