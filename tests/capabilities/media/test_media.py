"""From a message's picture to a photo that staff can open, and nobody else."""

import stat
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.capabilities.media import photos as made
from tests.factories.core import make_organisation
from tests.factories.messaging import (
    Listener,
    ScriptedProvider,
    a_connection,
    a_contact,
    a_received,
    chat_provider,
    comes_in,
)

from baraza.capabilities.media import actions, jobs, queries, subscribers, vault
from baraza.capabilities.media.errors import MediaUnacceptable, MediaUnknown, Refusal
from baraza.capabilities.media.photos import Position
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import inbox
from baraza.messaging.contract import Failure, FetchedMedia, Kind, MediaReference, MediaRefused, SendError

ELSEWHERE = "ZWxzZXdoZXJlLWVsc2V3aGVyZS1lbHNld2hlcmUtMTI="


class Heard:
    """What subscribers were told."""

    def __init__(self) -> None:
        self.ready: list[tuple[int, str]] = []
        self.refused: list[tuple[int, str, Refusal]] = []

    def on_ready(self, *, contact_id: int, media_id: str) -> None:
        self.ready.append((contact_id, media_id))

    def on_refused(self, *, contact_id: int, media_id: str, reason: Refusal) -> None:
        self.refused.append((contact_id, media_id, reason))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    listening = Heard()
    monkeypatch.setattr(subscribers, "_ready", [listening.on_ready])
    monkeypatch.setattr(subscribers, "_refused", [listening.on_refused])
    return listening


@pytest.fixture
def chat() -> ScriptedProvider:
    return chat_provider()


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def connection(db: None, chat: ScriptedProvider) -> ConnectionFacts:
    return a_connection(organisation_id=make_organisation().id)


def person(connection: ConnectionFacts) -> int:
    return a_contact(organisation_id=connection.organisation_id)


def asked(connection: ConnectionFacts) -> str:
    contact_id = person(connection)
    with organisation_scope(organisation_id=connection.organisation_id):
        return actions.request_fetch(
            connection_id=connection.id,
            reference=MediaReference(id="p1", mime_type="image/jpeg", file_name="../../etc/passwd"),
            contact_id=contact_id,
        )


def fetch(connection: ConnectionFacts, media_id: str) -> None:
    jobs.fetch(organisation_id=connection.organisation_id, media_id=media_id)


def status_of(connection: ConnectionFacts, media_id: str) -> tuple[str, Refusal | None]:
    with organisation_scope(organisation_id=connection.organisation_id):
        state = queries.media_state(media_id=media_id)
        return state.status, state.reason


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_photo_is_fetched_stored_and_opened(
    connection: ConnectionFacts, chat: ScriptedProvider, heard: Heard, media_root: Path
):
    # given
    chat.files["p1"] = FetchedMedia(content=made.jpeg_of_durban(), mime_type="image/jpeg")
    media_id = asked(connection)
    assert status_of(connection, media_id) == ("fetching", None)
    # when
    fetch(connection, media_id)
    fetch(connection, media_id)
    # then
    assert heard.ready == [(person(connection), media_id)]
    with organisation_scope(organisation_id=connection.organisation_id):
        photo = queries.open_media(media_id=media_id)
        thumbnail = queries.open_media(media_id=media_id, size="thumbnail")
        state = queries.media_state(media_id=media_id)
    assert (photo.mime_type, made.opened(photo.content).size) == ("image/jpeg", (640, 480))
    assert made.opened(thumbnail.content).size == (320, 240)
    assert state.position == Position(latitude=-29.858333, longitude=31.02)
    assert len(files_in(media_root)) == 2


def test_files_are_encrypted_ours_alone_and_named_by_us(connection: ConnectionFacts, media_root: Path):
    # given
    with organisation_scope(organisation_id=connection.organisation_id):
        media_id = actions.store_upload(content=made.jpeg(), file_name="../../evil.php")
        content = queries.open_media(media_id=media_id).content
    # then
    files = files_in(media_root)
    assert len(files) == 2
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.parent.parent == media_root / str(connection.organisation_id)
        assert "evil" not in path.name
        assert media_id not in str(path)
        # How every JPEG begins, and no letters: among thousands of letters any four may come.
        assert b"\xff\xd8\xff" not in path.read_bytes()
        assert content not in path.read_bytes()


@pytest.mark.parametrize("name", ["../../../etc/passwd", "", "abc", "A" * 32, "0" * 32 + "/.."])
def test_a_path_is_never_anything_but_our_own_name(name: str):
    with pytest.raises(MediaUnknown):
        vault.load(organisation_id=1, name=name, size="full")
    with pytest.raises(MediaUnknown):
        vault.load(organisation_id=1, name="0" * 32, size="../full")


def test_keys_can_be_rotated_and_a_lost_key_is_said(connection: ConnectionFacts, settings: Settings):
    first = settings.SECRETS_KEYS
    with organisation_scope(organisation_id=connection.organisation_id):
        media_id = actions.store_upload(content=made.jpeg(), file_name="a.jpg")
        settings.SECRETS_KEYS = [ELSEWHERE, *first]
        assert queries.open_media(media_id=media_id).mime_type == "image/jpeg"
        settings.SECRETS_KEYS = [ELSEWHERE]
        with pytest.raises(MediaUnknown):
            queries.open_media(media_id=media_id)


def test_what_is_no_photo_is_refused_and_said(connection: ConnectionFacts, chat: ScriptedProvider, heard: Heard):
    chat.files["p1"] = FetchedMedia(content=b"a text named photo.jpg", mime_type="image/jpeg")
    media_id = asked(connection)
    fetch(connection, media_id)
    fetch(connection, media_id)
    assert status_of(connection, media_id) == ("refused", Refusal.NOT_A_PHOTO)
    assert heard.refused == [(person(connection), media_id, Refusal.NOT_A_PHOTO)]
    with organisation_scope(organisation_id=connection.organisation_id), pytest.raises(MediaUnknown):
        queries.open_media(media_id=media_id)


def test_a_file_that_is_gone_at_the_provider_is_refused(
    connection: ConnectionFacts, chat: ScriptedProvider, heard: Heard
):
    chat.files["p1"] = MediaRefused("404")
    media_id = asked(connection)
    fetch(connection, media_id)
    assert heard.refused == [(person(connection), media_id, Refusal.GONE)]


def test_who_sends_photos_without_end_has_only_the_first_ones_of_an_hour_fetched(
    connection: ConnectionFacts, chat: ScriptedProvider, heard: Heard, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(jobs, "PHOTOS_PER_HOUR", 1)
    chat.files["p1"] = FetchedMedia(content=made.jpeg(), mime_type="image/jpeg")
    first, second = asked(connection), asked(connection)
    for media_id in (second, first):
        fetch(connection, media_id)

    assert status_of(connection, first) == ("ready", None)
    assert status_of(connection, second) == ("refused", Refusal.TOO_MANY)
    assert heard.refused == [(person(connection), second, Refusal.TOO_MANY)]


def test_a_provider_that_is_down_is_asked_again_and_in_the_end_given_up(
    connection: ConnectionFacts, chat: ScriptedProvider, heard: Heard
):
    # given
    chat.files["p1"] = SendError("503", failure=Failure.TEMPORARY, retryable=True, retry_after=40)
    media_id = asked(connection)
    # when
    with pytest.raises(RetryLater) as caught:
        fetch(connection, media_id)
    # then
    assert caught.value.seconds == 40
    assert status_of(connection, media_id) == ("fetching", None)
    # and when
    for _ in range(4):
        with pytest.raises(RetryLater):
            fetch(connection, media_id)
    fetch(connection, media_id)
    # then
    assert heard.refused == [(person(connection), media_id, Refusal.UNAVAILABLE)]


def test_an_upload_that_is_no_photo_stores_nothing(connection: ConnectionFacts, media_root: Path):
    with organisation_scope(organisation_id=connection.organisation_id), pytest.raises(MediaUnacceptable) as caught:
        actions.store_upload(content=b"GIF89a but not really", file_name="a.gif")
    assert str(caught.value).endswith("Please send a JPEG or PNG photo.")
    assert files_in(media_root) == []


def test_another_organisation_cannot_see_a_photo(connection: ConnectionFacts, heard: Heard):
    with organisation_scope(organisation_id=connection.organisation_id):
        media_id = actions.store_upload(content=made.jpeg(), file_name="a.jpg")
    other = make_organisation()
    with organisation_scope(organisation_id=other.id):
        with pytest.raises(MediaUnknown):
            queries.open_media(media_id=media_id)
        with pytest.raises(MediaUnknown):
            queries.media_state(media_id=media_id)
    jobs.fetch(organisation_id=other.id, media_id=media_id)
    assert (heard.ready, heard.refused) == ([], [])


@pytest.mark.parametrize("media_id", ["", "1", "../x", "00000000-0000-4000-8000-000000000000"])
def test_an_id_that_is_none_is_unknown(connection: ConnectionFacts, media_id: str):
    with organisation_scope(organisation_id=connection.organisation_id), pytest.raises(MediaUnknown):
        queries.media_state(media_id=media_id)


def test_a_picture_in_a_message_is_fetched_for_the_person_who_sent_it(
    connection: ConnectionFacts, chat: ScriptedProvider, heard: Heard, monkeypatch: pytest.MonkeyPatch
):
    # given
    listener = Listener()
    monkeypatch.setattr(inbox._subscribers, "received", listener)
    chat.files["p1"] = FetchedMedia(content=made.jpeg(), mime_type="image/jpeg")
    # when
    comes_in(connection, a_received("", kind=Kind.IMAGE, media=MediaReference(id="p1", mime_type="image/jpeg")))
    (incoming,) = listener.heard
    fetch(connection, incoming.media_id)
    # then
    assert heard.ready == [(incoming.contact_id, incoming.media_id)]
    assert status_of(connection, incoming.media_id) == ("ready", None)
