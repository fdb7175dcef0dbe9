"""No secret reaches the trail, whatever it is called; what a person must read there does."""

import json

import pytest
from cryptography.fernet import Fernet

from baraza.core.audit import redaction
from baraza.core.audit.redaction import REMOVED, declare_secret_fields, redact

KEY = Fernet.generate_key()


@pytest.mark.parametrize(
    "name", ["password", "app_secret", "access_token", "api_key", "recovery_codes", "totp", "Authorization", "cookie"]
)
def test_a_field_that_sounds_like_a_secret_is_removed(name: str) -> None:
    assert redact({name: "x", "name": "Desk"}) == {name: REMOVED, "name": "Desk"}


def test_both_the_old_and_the_new_value_of_a_secret_are_removed() -> None:
    assert redact({"app_secret": ["old", "new"]}) == {"app_secret": REMOVED}


def test_a_declared_field_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_declared", set())
    declare_secret_fields("pin")

    assert redact({"pin": "4711", "pine": "tree"}) == {"pin": REMOVED, "pine": "tree"}


@pytest.mark.parametrize(
    "value",
    [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF123",
        Fernet(KEY).encrypt(b"x").decode(),
        KEY.decode(),
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
        "EAAGm0PX4ZCpsBAKZA1ZCfZBqQk7ZAoQlYz3",
        "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
    ],
    # Two are made anew in each process; their names must not be.
    ids=["web token", "sealed", "key", "private key", "access token", "digest"],
)
def test_a_value_that_looks_like_a_secret_is_removed_wherever_it_stands(value: str) -> None:
    kept = redact({"note": value, "pair": ["before", f"now {value} here"], "deep": {"inner": [value]}})

    assert value[:20] not in json.dumps(kept)
    assert REMOVED in json.dumps(kept)


def test_the_secret_part_of_an_address_and_of_a_header_is_removed() -> None:
    assert redact({"url": "https://bob:hunter2@mail.example.org/x", "sent": "Bearer abc.def-ghi"}) == {
        "url": f"https://{REMOVED}@mail.example.org/x",
        "sent": REMOVED,
    }


@pytest.mark.parametrize(
    "value",
    [
        "MI-2026-AB2CDE",
        "0b6e6f0e-7f39-4f6c-9a4e-0f7ab3d7c111",
        "Umngeni-uThukela-District-Municipality",
        "2026-11-21T03:24:33+00:00",
        "complaints.read",
        True,
        17,
        None,
        1.5,
    ],
)
def test_what_people_must_read_stays(value: object) -> None:
    assert redact({"value": value, "pair": [value, value]}) == {"value": value, "pair": [value, value]}


def test_the_names_of_changed_secrets_and_counts_of_them_stay() -> None:
    changes = {"secrets": ["app_secret", "verify_token"], "sessions": 3, "password_changed": True}

    assert redact(changes) == changes


def test_a_long_text_is_cut() -> None:
    assert redact({"text": "word " * 100}) == {"text": ("word " * 60) + "…"}


def test_what_the_database_cannot_hold_is_dropped() -> None:
    assert redact({"text": "a\0b"}) == {"text": "ab"}
