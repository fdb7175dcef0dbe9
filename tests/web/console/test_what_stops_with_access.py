"""What the admin reads, and can do, when a letter does not go or a colleague's keys and invitations stop."""

import re

import pytest
from django.test import Client
from pytest_django import Settings
from tests.factories.core import make_member
from tests.fakes.mail_server import MailServer
from tests.web.console.conftest import City

from baraza.core.identity.actions.invitations import invite
from baraza.core.identity.actions.keys import make_key
from baraza.core.identity.actions.members import suspend
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.letters import send_invitation
from baraza.core.identity.models import Invitation
from baraza.core.jobs.registry import RetryLater
from baraza.core.tenancy.scope import organisation_scope

MEMBERS, KEYS = "/console/members/", "/console/members/keys/"
LINK = "http://testserver/console/invitation/city/TOKEN/"


def _row_of(page: str, words: str) -> str:
    return next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if words in row)


def _invitation(city: City, email: str) -> int:
    with organisation_scope(organisation_id=city.profile.id):
        return Invitation.objects.get(email=email).pk


def test_an_invitation_is_taken_while_the_mail_server_is_down_and_said_to_be_unsent(
    city: City, settings: Settings
) -> None:
    admin, email = city.signed_in("org_admin"), "late@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    with MailServer() as gone:
        settings.EMAIL_PORT = gone.port

    answer = admin.post(f"{MEMBERS}invite/", {"email": email, "role": "agent"})
    number = _invitation(city, email)
    with pytest.raises(RetryLater):
        send_invitation(organisation_id=city.profile.id, invitation_id=number, address=LINK)
    waiting = _row_of(admin.get(MEMBERS).content.decode(), email)
    again = admin.post(f"{MEMBERS}invitations/{number}/resend/")

    assert (answer.status_code, again.status_code) == (302, 302)
    assert "Not sent yet" in waiting
    assert "Not sent yet" not in _row_of(admin.get(MEMBERS).content.decode(), email)


def test_keys_and_invitations_of_who_was_suspended_are_marked_and_go_on_with_another_admin(city: City) -> None:
    admin = city.signed_in("org_admin")
    leaver = make_member(organisation_id=city.profile.id, role="org_admin", name="Johanna")
    with organisation_scope(organisation_id=city.profile.id):
        key = make_key(actor=leaver, name="Water board", scopes=["organisation.read"], days=30)
        invite(actor=leaver, email="friend@example.org", role="org_admin", address=LINK)
        suspend(actor=SYSTEM, user_id=leaver.id or 0)

    assert _asks(key.key) == 401
    assert "Stopped" in _row_of(admin.get(KEYS).content.decode(), "Water board")
    assert "Stopped" in _row_of(admin.get(MEMBERS).content.decode(), "friend@example.org")

    admin.post(f"{KEYS}{key.id}/take-over/")
    admin.post(f"{MEMBERS}invitations/{_invitation(city, 'friend@example.org')}/resend/")

    assert _asks(key.key) == 200
    shown = _row_of(admin.get(KEYS).content.decode(), "Water board")
    assert "Stopped" not in shown
    assert "answers for it" in shown
    assert "Last used" in shown
    assert "Stopped" not in _row_of(admin.get(MEMBERS).content.decode(), "friend@example.org")


def _asks(key: str) -> int:
    return Client().get("/api/v1/organisation", headers={"Authorization": f"Bearer {key}"}).status_code
