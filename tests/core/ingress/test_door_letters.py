"""Letters with photos pass the door like everything else: proved, whole, once."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest
from tests.channels.mails import Written, mailed_by_mailgun
from tests.conftest import CommittedDatabase
from tests.core.ingress.conftest import Desk, serve_door
from tests.core.ingress.sources import SECRET

from baraza.channels.email.mailgun import Mailgun
from baraza.core.ingress import sources
from baraza.core.ingress.contract import RawRequest
from baraza.core.ingress.files import FileGone, file_of
from baraza.core.tenancy.scope import organisation_scope

PHOTO = b"\xff\xd8" + bytes(range(256)) * 4 * 1024 * 10


@pytest.fixture
def mailbox(committed_database: CommittedDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(sources, "_sources", {"email.mailgun": Mailgun()})
    yield from serve_door(committed_database, source="email.mailgun", secret="signing_key")


def hand_on(mailbox: Desk, raw: RawRequest) -> httpx.Response:
    return mailbox.client.post(mailbox.base + mailbox.path, content=raw.body, headers=dict(raw.headers))


def test_a_letter_of_ten_megabytes_is_stored_once_with_its_photo_and_a_forged_one_is_not(mailbox: Desk) -> None:
    letter = Written(files=(("tap.jpg", "image/jpeg", PHOTO),))
    assert hand_on(mailbox, mailed_by_mailgun(letter, key="another")).status_code == 401
    assert [hand_on(mailbox, mailed_by_mailgun(letter, key=SECRET)).status_code for _ in range(2)] == [200, 200]
    ((item_id, kind, sender, kept),) = mailbox.rows(
        "SELECT item_id, kind, sender, payload -> 'files' -> 0 ->> 'data' FROM ingress_event"
    )
    assert (kind, sender) == ("mail", "aline@example.org")
    assert base64.b64decode(str(kept)) == PHOTO
    with organisation_scope(organisation_id=mailbox.facts.organisation_id):
        assert file_of(connection_id=mailbox.facts.id, item_id=str(item_id), number=0) == PHOTO
        with pytest.raises(FileGone):
            file_of(connection_id=mailbox.facts.id, item_id=str(item_id), number=1)
