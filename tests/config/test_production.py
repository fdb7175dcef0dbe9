"""Production starts with a good environment, and with nothing less."""

import base64
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baraza.config.env import MissingSetting
from baraza.config.settings.demands import DEMONSTRATION_KEY

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
GOOD = {
    "BARAZA_MODE": "production",
    "SECRET_KEY": "a-random-key-of-production-0123456789-abcdefghijklmnopqrstuvwxyz",
    "BARAZA_SECRETS_KEYS": KEY,
    "BARAZA_HOSTS": "desk.example.org",
    "BARAZA_METRICS_TOKEN": "a-long-metrics-token",
    "DATABASE_URL": "postgresql://owner:s3cr3t@db.example.org/baraza",
}
Settings = Callable[..., dict[str, Any]]


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings module, run anew with a good environment that the test changes."""

    def read(**changes: str) -> dict[str, Any]:
        for name, value in {**GOOD, **changes}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_module("baraza.config.settings.production")

    return read


def test_a_good_environment_makes_safe_settings(production: Settings) -> None:
    settings = production()
    assert settings["DEBUG"] is False
    assert settings["DEMO_MODE"] is False
    assert settings["ALLOWED_HOSTS"] == ["desk.example.org"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://desk.example.org"]
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True


def test_lists_may_be_written_with_blanks(production: Settings) -> None:
    second = base64.urlsafe_b64encode(bytes(range(1, 33))).decode()
    settings = production(BARAZA_HOSTS="desk.example.org, .city.example.org", BARAZA_SECRETS_KEYS=f"{KEY}, {second}")
    assert settings["ALLOWED_HOSTS"] == ["desk.example.org", ".city.example.org"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://desk.example.org", "https://*.city.example.org"]
    assert settings["SECRETS_KEYS"] == [KEY, second]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY must be random"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY must be random"),
        (
            "SECRET_KEY",
            "demonstration-only-secret-key-that-production-refuses-to-start-with",
            "SECRET_KEY must be random",
        ),
        ("SECRET_KEY", "", "Set the environment variable SECRET_KEY"),
        ("BARAZA_SECRETS_KEYS", "", "Set the environment variable BARAZA_SECRETS_KEYS"),
        ("BARAZA_SECRETS_KEYS", "nonsense", "Key 1 of BARAZA_SECRETS_KEYS is not a key"),
        ("BARAZA_SECRETS_KEYS", f"{KEY}, {DEMONSTRATION_KEY}", "Key 2 of BARAZA_SECRETS_KEYS is the demonstration's"),
        ("BARAZA_HOSTS", "", "Set the environment variable BARAZA_HOSTS"),
        ("BARAZA_HOSTS", "*", "BARAZA_HOSTS takes names"),
        ("BARAZA_HOSTS", "https://desk.example.org", "BARAZA_HOSTS takes names"),
        ("BARAZA_HOSTS", "desk.example.org:8000", "BARAZA_HOSTS takes names"),
        ("BARAZA_METRICS_TOKEN", "", "Set the environment variable BARAZA_METRICS_TOKEN"),
        ("BARAZA_METRICS_TOKEN", "short", "BARAZA_METRICS_TOKEN must have at least 16"),
        ("BARAZA_WHATSAPP_GRAPH_URL", "http://graph.example.org", "BARAZA_WHATSAPP_GRAPH_URL must begin with https"),
        ("DATABASE_URL", "", "Set DATABASE_URL, or both DATABASE_APP_URL and DATABASE_DOOR_URL"),
        ("DATABASE_URL", "mysql://owner@db/baraza", "DATABASE_URL cannot be read: DATABASE_URL must start with"),
        ("DATABASE_URL", "postgresql://owner@db:99999999/baraza", "DATABASE_URL cannot be read: Port out of range"),
        ("DATABASE_APP_URL", "postgresql://postgres@db/baraza", "DATABASE_APP_URL must name the user baraza_app"),
        ("DATABASE_DOOR_URL", "postgresql://baraza_app@db/baraza", "DATABASE_DOOR_URL must name the user baraza_door"),
        ("BARAZA_DATABASE_POOL", "many", "BARAZA_DATABASE_POOL must be a whole number"),
    ],
)
def test_a_bad_environment_is_refused_by_name(production: Settings, name: str, value: str, said: str) -> None:
    with pytest.raises(MissingSetting, match=f"^{said}"):
        production(**{name: value})


def test_a_refused_address_never_repeats_its_password(production: Settings) -> None:
    with pytest.raises(MissingSetting) as refused:
        production(DATABASE_URL="postgresql://owner:s3cr3t-word@db:99999999/baraza")
    assert "s3cr3t-word" not in str(refused.value)


def test_web_and_worker_run_without_the_owners_address(production: Settings) -> None:
    settings = production(
        DATABASE_URL="",
        DATABASE_APP_URL="postgresql://baraza_app:one@db/baraza",
        DATABASE_DOOR_URL="postgresql://baraza_door:two@db/baraza",
    )
    assert settings["APP_DATABASE"].password == "one"
    assert settings["DOOR_DATABASE"].password == "two"


def _baraza(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "BARAZA_RUN_DIRECTORY": str(folder), **GOOD, **changes}
    command = [sys.executable, "-m", "baraza.config.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_djangos_own_deployment_check_finds_nothing(tmp_path: Path) -> None:
    done = _baraza(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_a_command_ends_with_one_line_that_names_what_is_missing(tmp_path: Path) -> None:
    done = _baraza(tmp_path, "worker", BARAZA_HOSTS="")
    assert done.returncode == 1
    assert done.stderr == "Set the environment variable BARAZA_HOSTS to the names under which people reach this.\n"
