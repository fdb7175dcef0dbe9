"""Files of people: fetched from Meta's hosts alone, with the token going nowhere else, and checked before they are kept."""

import base64
import hashlib
import json
from collections.abc import Callable

import pytest
from tests.channels.requests import ACCESS_TOKEN, WHATSAPP
from tests.fakes.scripted_server import Reply, ScriptedServer, Seen, scripted_server

from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.messaging.contract import Failure, FetchedMedia, MediaReference, MediaRefused, SendError
from baraza.operations.demo.graph_api import Sandbox
from baraza.operations.demo.graph_state import Fault

PHOTO = b"\xff\xd8\xff\xe0 a photo"
HEX = hashlib.sha256(PHOTO).hexdigest()
BASE64 = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
FIVE_MEGABYTES = 5 * 1024 * 1024


def fetch(media_id: str = "123", *, sha256: str = "", mime_type: str = "image/jpeg") -> FetchedMedia:
    media = MediaReference(id=media_id, mime_type=mime_type, sha256=sha256)
    return MetaCloud().fetch_media(media=media, connection=WHATSAPP)


def meta(server: ScriptedServer, file: Callable[[Seen], Reply], **facts: object) -> None:
    """The first step answers with facts on the file, any other path is the file's."""
    known = {"url": f"{server.url}/file", "mime_type": "image/jpeg", "sha256": HEX, "file_size": len(PHOTO), **facts}

    def answer(seen: Seen) -> Reply:
        first = seen.path.startswith("/v25.0/123")
        return Reply(body=json.dumps(known).encode()) if first else file(seen)

    server.answer = answer


def photo(_: Seen) -> Reply:
    return Reply(body=PHOTO, headers={"Content-Type": "image/jpeg; charset=binary"})


def test_a_photo_is_fetched_in_two_steps_with_the_token(graph: Sandbox) -> None:
    media_id = graph.state.keep_file(content=PHOTO, mime_type="image/jpeg")
    assert fetch(media_id, sha256=BASE64) == FetchedMedia(content=PHOTO, mime_type="image/jpeg")


def test_both_steps_carry_the_token_and_name_our_number(scripted: ScriptedServer) -> None:
    meta(scripted, photo)
    assert fetch() == FetchedMedia(content=PHOTO, mime_type="image/jpeg")
    assert [seen.path for seen in scripted.seen] == ["/v25.0/123?phone_number_id=106540352242922", "/file"]
    assert {seen.headers["authorization"] for seen in scripted.seen} == {f"Bearer {ACCESS_TOKEN}"}


@pytest.mark.parametrize("digest", [HEX, HEX.upper(), BASE64, ""])
def test_the_digest_may_be_written_either_way(scripted: ScriptedServer, digest: str) -> None:
    meta(scripted, photo, sha256=digest)
    assert fetch(sha256=digest).content == PHOTO


@pytest.mark.parametrize(("ours", "theirs"), [("0" * 64, HEX), (BASE64, "0" * 64), ("not a digest", "")])
def test_a_file_with_another_digest_is_refused(scripted: ScriptedServer, ours: str, theirs: str) -> None:
    meta(scripted, photo, sha256=theirs)
    with pytest.raises(MediaRefused, match="altered"):
        fetch(sha256=ours)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/file",
        "https://fbsbx.com.evil.example/file",
        "https://evilfbsbx.com/file",
        "http://lookaside.fbsbx.com/file",
        "https://lookaside.fbsbx.com:8443/file",
        "https://user@lookaside.fbsbx.com/file",
        "http://127.0.0.1:1/file",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
def test_an_address_that_is_not_metas_is_never_called(scripted: ScriptedServer, url: str) -> None:
    meta(scripted, photo, url=url)
    with pytest.raises(MediaRefused, match="not one of Meta's"):
        fetch()
    assert len(scripted.seen) == 1


def test_a_redirect_elsewhere_is_refused_and_the_token_does_not_go_there(scripted: ScriptedServer) -> None:
    with scripted_server() as elsewhere:
        meta(scripted, lambda _: Reply(status=302, headers={"Location": f"{elsewhere.url}/stolen"}))
        with pytest.raises(MediaRefused, match="not one of Meta's"):
            fetch()
        assert elsewhere.seen == []


def test_a_redirect_within_metas_hosts_is_followed_but_not_for_ever(scripted: ScriptedServer) -> None:
    meta(
        scripted,
        lambda seen: photo(seen) if seen.path == "/other" else Reply(status=302, headers={"Location": "/other"}),
    )
    assert fetch().content == PHOTO
    meta(scripted, lambda _: Reply(status=302, headers={"Location": "/file"}))
    with pytest.raises(MediaRefused, match="circle"):
        fetch()


def test_a_redirect_that_leads_nowhere_is_refused(scripted: ScriptedServer) -> None:
    meta(scripted, lambda _: Reply(status=302, headers={"Location": "http://["}))
    with pytest.raises(MediaRefused, match="not one of Meta's"):
        fetch()


@pytest.mark.parametrize("declared", [FIVE_MEGABYTES + 1, str(FIVE_MEGABYTES + 1)])
def test_a_photo_declared_too_large_is_not_even_fetched(scripted: ScriptedServer, declared: object) -> None:
    meta(scripted, photo, file_size=declared)
    with pytest.raises(MediaRefused, match="larger than 5242880 bytes"):
        fetch()
    assert len(scripted.seen) == 1


@pytest.mark.parametrize("headers", [{}, {"Content-Length": ""}])
def test_a_photo_that_is_larger_than_it_said_is_cut_off(scripted: ScriptedServer, headers: dict[str, str]) -> None:
    meta(scripted, lambda _: Reply(body=b"x" * (FIVE_MEGABYTES + 1), headers=headers))
    with pytest.raises(MediaRefused, match="larger than 5242880 bytes"):
        fetch()


def test_a_compressed_answer_is_not_unpacked(scripted: ScriptedServer) -> None:
    meta(scripted, lambda _: Reply(body=PHOTO, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(SendError) as caught:
        fetch()
    assert caught.value.retryable


def test_a_type_that_whatsapp_does_not_carry_is_refused(scripted: ScriptedServer) -> None:
    meta(scripted, photo, mime_type="chemical/x-pdb")
    with pytest.raises(MediaRefused, match="type"):
        fetch()


def test_an_expired_address_is_asked_for_once_more(scripted: ScriptedServer) -> None:
    replies = iter([Reply(status=404), Reply(body=PHOTO)])
    meta(scripted, lambda _: next(replies))
    assert fetch().content == PHOTO
    assert len(scripted.seen) == 4


def test_a_file_that_is_gone_is_refused_after_one_more_try(scripted: ScriptedServer) -> None:
    meta(scripted, lambda _: Reply(status=404))
    with pytest.raises(MediaRefused, match="no longer"):
        fetch()
    assert len(scripted.seen) == 4


def test_an_unknown_id_is_refused(graph: Sandbox) -> None:
    with pytest.raises(MediaRefused, match="no longer"):
        fetch("999")


@pytest.mark.parametrize("media_id", ["", "../me", "1?fields=x", "1/2", "a" * 101, "é"])
def test_an_id_that_is_no_id_never_makes_an_address(scripted: ScriptedServer, media_id: str) -> None:
    with pytest.raises(MediaRefused, match="id"):
        fetch(media_id)
    assert scripted.seen == []


@pytest.mark.parametrize(
    ("fault", "kind", "retryable"),
    [
        (Fault(status=500, code=131000), Failure.TEMPORARY, True),
        (Fault(status=400, code=130429), Failure.THROTTLED, True),
        (Fault(status=401, code=190), Failure.ACCOUNT, False),
        (Fault(mode="cut"), Failure.TEMPORARY, True),
    ],
)
def test_what_may_pass_is_said_to_be_later(graph: Sandbox, fault: Fault, kind: Failure, retryable: bool) -> None:  # noqa: FBT001
    graph.state.fail_next(times=1, fault=fault)
    with pytest.raises(SendError) as caught:
        fetch(graph.state.keep_file(content=PHOTO, mime_type="image/jpeg"))
    assert (caught.value.failure, caught.value.retryable) == (kind, retryable)


@pytest.mark.parametrize(
    ("status", "kind"), [(500, Failure.TEMPORARY), (429, Failure.THROTTLED), (403, Failure.ACCOUNT)]
)
def test_a_file_host_in_trouble_is_said_to_be_later(scripted: ScriptedServer, status: int, kind: Failure) -> None:
    meta(scripted, lambda _: Reply(status=status))
    with pytest.raises(SendError) as caught:
        fetch()
    assert caught.value.failure == kind
