"""A key is made, put in front, everything is sealed with it, and the old one may go."""

import time
from io import StringIO
from pathlib import Path

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from pytest_django import Settings
from tests.capabilities.media.photos import jpeg
from tests.factories.core import make_connection, make_member, make_organisation

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.errors import MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.second_factor import add_app
from baraza.core.identity.models import User
from baraza.core.identity.second_factor.recovery import use as use_paper_code
from baraza.core.identity.second_factor.totp import new_secret
from baraza.core.identity.second_factor.totp import use as use_app_code
from baraza.core.ingress.connections import connection_facts, forget_cached_connections
from baraza.core.ingress.models import Connection
from baraza.core.tenancy.scope import organisation_scope

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def baraza_secrets(act: str) -> list[str]:
    said = StringIO()
    call_command("secrets", act, stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def keys(db: None, settings: Settings, tmp_path: Path) -> Settings:
    settings.MEDIA_ROOT = tmp_path
    settings.SECRETS_KEYS = [OLD]
    forget_cached_connections()
    return settings


def test_a_new_key_is_a_key() -> None:
    (key,) = baraza_secrets("new-key")
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"kept")) == b"kept"


def test_after_a_rotation_the_old_key_may_go(keys: Settings) -> None:
    # given two organisations with a connection each, and a photo
    ours, theirs = make_organisation(), make_organisation()
    facts = [make_connection(organisation_id=one.id, secrets={"app_secret": one.slug}) for one in (ours, theirs)]
    with organisation_scope(organisation_id=ours.id):
        media_id = store_upload(content=jpeg(64, 48), file_name="photo.jpg")
    person = make_member(organisation_id=ours.id)
    secret = new_secret()
    paper = add_app(user=User.objects.get(pk=person.id), secret=secret, code=pyotp.TOTP(secret).now())
    # when a new key is put in front
    keys.SECRETS_KEYS = [NEW, OLD]
    first, second = baraza_secrets("rotate"), baraza_secrets("rotate")
    # then everything is sealed with it, once
    assert first == [
        "Sealed with the first key: 2 connections, 2 second factors, 1 photos, 0 exports, 0 recordings of calls, 0 webhooks.",
        "The other keys may go.",
    ]
    assert second == [
        "Sealed with the first key: 0 connections, 0 second factors, 0 photos, 0 exports, 0 recordings of calls, 0 webhooks.",
        "The other keys may go.",
    ]
    # and opens without the old one
    keys.SECRETS_KEYS = [NEW]
    forget_cached_connections()
    for organisation, connection in zip((ours, theirs), facts, strict=True):
        with organisation_scope(organisation_id=organisation.id):
            assert connection_facts(connection_id=connection.id).secrets == {"app_secret": organisation.slug}
            assert AuditEntry.objects.filter(action="connection.resealed").count() == 1
    later = pyotp.TOTP(secret).at(time.time() + 30)
    assert use_app_code(user_id=person.id or 0, code=later) is not None
    assert use_paper_code(user_id=person.id or 0, code=paper[0]) is not None
    with organisation_scope(organisation_id=ours.id):
        assert open_media(media_id=media_id, size="full").content.startswith(b"\xff\xd8")
        assert open_media(media_id=media_id, size="thumbnail").content.startswith(b"\xff\xd8")


def test_what_no_key_opens_is_named_and_the_rest_is_done(keys: Settings) -> None:
    organisation = make_organisation()
    lost, kept = (make_connection(organisation_id=organisation.id) for _ in range(2))
    with organisation_scope(organisation_id=organisation.id):
        media_id = store_upload(content=jpeg(64, 48), file_name="photo.jpg")
        sealed = Fernet(Fernet.generate_key()).encrypt(b"{}")
        Connection.objects.filter(pk=lost.id).update(secrets_sealed=sealed)
    person = make_member(organisation_id=organisation.id)
    lost_factor = Authenticator.objects.create(
        user_id=person.id, type="totp", data={"secret": Fernet(Fernet.generate_key()).encrypt(b"x").decode()}
    )
    for file in keys.MEDIA_ROOT.rglob("*.thumbnail"):
        file.unlink()
    keys.SECRETS_KEYS = [NEW, OLD]

    with pytest.raises(
        CommandError,
        match=rf"^Keep the old keys\. None of BARAZA_SECRETS_KEYS opens: connection {lost.id}, second factor {lost_factor.pk}, photo {media_id}\.$",
    ):
        baraza_secrets("rotate")

    keys.SECRETS_KEYS = [NEW]
    forget_cached_connections()
    with organisation_scope(organisation_id=organisation.id):
        assert connection_facts(connection_id=kept.id).secrets == {"app_secret": "s3cr3t"}
        assert bytes(Connection.objects.get(pk=lost.id).secrets_sealed) == sealed
        with pytest.raises(MediaUnknown):
            open_media(media_id=media_id, size="thumbnail")
