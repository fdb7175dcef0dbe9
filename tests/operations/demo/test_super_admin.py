"""The demonstration's super admin gets in with what is printed, whoever else the seed makes."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import override_settings

from baraza.operations.demo import platform
from baraza.operations.demo import seed as seeding


@pytest.mark.django_db
@override_settings(DEMO_MODE=True)
def test_the_printed_password_and_a_code_open_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "ORGANISATIONS", ())
    for part in ("seed_wards", "seed_voice"):
        monkeypatch.setattr(seeding, part, lambda **_said: None)

    call_command("demo", "seed")

    person = authenticate(username=platform.EMAIL, password=platform.PASSWORD)
    assert person is not None
    assert [one.type for one in Authenticator.objects.filter(user_id=person.pk)] == [Authenticator.Type.TOTP]
