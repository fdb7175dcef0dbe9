"""A photo of ours: uploaded to Meta first, then sent with the words below it; what goes wrong on the way may be tried again."""

import json

import pytest
from tests.channels.whatsapp.sending import failure, outgoing, send
from tests.fakes.scripted_server import Reply, ScriptedServer, Seen

from baraza.messaging.contract import Failure, FetchedMedia, Image
from baraza.operations.demo.graph_api import Sandbox

PHOTO = FetchedMedia(content=b"\xff\xd8\xff\xe0 a photo\r\n--x", mime_type="image/jpeg")
OURS = Image(caption="This is the pipe.", photo_id="5f7c", link="https://desk.example/mine")


def test_the_photo_is_uploaded_and_sent_with_the_words_below_it(graph: Sandbox) -> None:
    graph.state.person_wrote(address="+250788123456")

    send(OURS, photo=PHOTO)

    message = graph.state.messages()[-1]["message"]
    assert message["type"] == "image"
    assert message["image"]["caption"] == "This is the pipe."
    kept = graph.state.file(message["image"]["id"])
    assert kept is not None
    assert (kept.content, kept.mime_type) == (PHOTO.content, "image/jpeg")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(status=503, body=b"{}"), (Failure.TEMPORARY, True)),
        (Reply(body=b'{"no": "id"}'), (Failure.TEMPORARY, True)),
        (Reply(body=b"<html>"), (Failure.TEMPORARY, True)),
        (
            Reply(status=400, body=json.dumps({"error": {"code": 131053, "message": "Media upload error"}}).encode()),
            (Failure.REFUSED, False),
        ),
        (
            Reply(status=401, body=json.dumps({"error": {"code": 190, "message": "Token"}}).encode()),
            (Failure.ACCOUNT, False),
        ),
    ],
    ids=["down", "no id", "unreadable", "refused", "token"],
)
def test_when_the_upload_fails_nothing_was_sent_and_the_platform_decides(
    scripted: ScriptedServer, reply: Reply, expected: tuple[Failure, bool]
) -> None:
    scripted.answer = lambda _: reply

    error = failure(OURS, photo=PHOTO)

    assert (error.failure, error.retryable) == expected
    assert [seen.path for seen in scripted.seen] == ["/v25.0/106540352242922/media"]


def test_an_upload_without_an_answer_is_tried_again_and_a_send_without_one_is_uncertain(
    scripted: ScriptedServer,
) -> None:
    def answer(seen: Seen) -> Reply:
        uploaded = seen.path.endswith("/media")
        return Reply(body=b'{"id": "77"}') if uploaded else Reply(body=b"not json")

    scripted.answer = answer

    assert failure(OURS, photo=PHOTO).failure is Failure.UNCERTAIN
    sent = json.loads(scripted.seen[-1].body)
    assert sent["image"] == {"caption": "This is the pipe.", "id": "77"}


def test_a_caption_beyond_the_limit_is_refused_before_anything_leaves(scripted: ScriptedServer) -> None:
    error = failure(Image(caption="x" * 1025, photo_id="5f7c"), photo=PHOTO)

    assert (error.failure, scripted.seen) == (Failure.REFUSED, [])


def test_the_photo_never_shows_in_a_log() -> None:
    assert "a photo" not in repr(outgoing(OURS, photo=PHOTO))
