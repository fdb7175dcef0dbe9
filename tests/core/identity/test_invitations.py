"""A link makes somebody a member once, within seven days, and nobody but the person who was invited."""

from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from pytest_django import Settings
from tests.factories.access import make_member_with
from tests.factories.core import PASSWORD, make_member, make_organisation
from tests.fakes.mail_server import MailServer

from baraza.core.identity import invitation_links
from baraza.core.identity.actions.invitations import accept_as, accept_as_new, invite, resend, withdraw
from baraza.core.identity.actions.members import remove
from baraza.core.identity.actions.roles import make_role
from baraza.core.identity.actor import SYSTEM, Actor, NotAllowed
from baraza.core.identity.errors import AboveOwn, AlreadyMember, InvitationGone, OtherPerson
from baraza.core.identity.letters import send_invitation
from baraza.core.identity.models import Invitation, User
from baraza.core.identity.queries import actor_for, list_memberships
from baraza.core.identity.queries.access import OpenInvitation, list_invitations
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.jobs.queries import queue_length
from baraza.core.jobs.registry import RetryLater
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now

pytestmark = pytest.mark.django_db
ADDRESS = "https://desk.example.org/console/invitation/city/TOKEN/"
STRONG = "Correct-horse-battery-9"


@pytest.fixture
def city() -> OrganisationProfile:
    return make_organisation()


@pytest.fixture
def admin(city: OrganisationProfile) -> Actor:
    return make_member(organisation_id=city.id, role="org_admin", name="Naledi")


def _invited(city: OrganisationProfile, admin: Actor, email: str = "new@example.org") -> str:
    with organisation_scope(organisation_id=city.id):
        return _token(invite(actor=admin, email=email, role="agent", address=ADDRESS))


def _token(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[1]


def _row(city: OrganisationProfile) -> Invitation:
    with organisation_scope(organisation_id=city.id):
        return Invitation.objects.get()


def test_a_new_person_becomes_a_member_once(city: OrganisationProfile, admin: Actor) -> None:
    token = _invited(city, admin, "New@Example.org")

    accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)

    user = User.objects.get(email="new@example.org")
    assert user.check_password(STRONG)
    assert actor_for(user_id=user.pk, organisation_id=city.id) == Actor(
        kind="member", id=user.pk, role="agent", name="Thabo"
    )
    with pytest.raises(InvitationGone):
        accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)


def test_a_weak_password_leaves_the_link_as_it_was(city: OrganisationProfile, admin: Actor) -> None:
    token = _invited(city, admin)

    with pytest.raises(ValidationError):
        accept_as_new(organisation_id=city.id, token=token, name="Thabo", password="password1234")

    assert not User.objects.filter(email="new@example.org").exists()
    accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)


def test_who_works_elsewhere_joins_with_the_account_they_have(city: OrganisationProfile, admin: Actor) -> None:
    other = make_organisation()
    member = make_member(organisation_id=other.id)
    stranger = make_member(organisation_id=other.id)
    token = _invited(city, admin, User.objects.get(pk=member.id).email)

    with pytest.raises(OtherPerson):
        accept_as(organisation_id=city.id, token=token, user_id=stranger.id or 0)
    with pytest.raises(AlreadyMember):
        accept_as_new(organisation_id=city.id, token=token, name="Somebody", password=STRONG)
    accept_as(organisation_id=city.id, token=token, user_id=member.id or 0)

    assert [one.organisation_id for one in list_memberships(user_id=member.id or 0)] == [city.id, other.id]
    assert User.objects.get(pk=member.id).check_password(PASSWORD)


def test_sending_again_wears_the_first_link_out(city: OrganisationProfile, admin: Actor) -> None:
    first = _invited(city, admin)
    with organisation_scope(organisation_id=city.id):
        resend(actor=admin, invitation_id=_row(city).pk, address=ADDRESS)
        second = invitation_links.token_of(_row(city))

    with pytest.raises(InvitationGone):
        accept_as_new(organisation_id=city.id, token=first, name="Thabo", password=STRONG)
    accept_as_new(organisation_id=city.id, token=second, name="Thabo", password=STRONG)


def test_invitations_cannot_fill_a_letter_box(city: OrganisationProfile, admin: Actor) -> None:
    _invited(city, admin)
    second = _invited(city, admin, "NEW@example.org")
    letters = queue_length()

    with pytest.raises(TooManyTries):
        _invited(city, admin)
    with organisation_scope(organisation_id=city.id), pytest.raises(TooManyTries):
        resend(actor=admin, invitation_id=_row(city).pk, address=ADDRESS)

    assert queue_length() == letters
    accept_as_new(organisation_id=city.id, token=second, name="Thabo", password=STRONG)


def test_a_link_that_was_withdrawn_is_too_old_or_is_of_another_organisation_opens_nothing(
    city: OrganisationProfile, admin: Actor
) -> None:
    token = _invited(city, admin)
    late = now() + timedelta(days=7, seconds=1)

    with pytest.raises(InvitationGone):
        accept_as_new(organisation_id=make_organisation().id, token=token, name="Thabo", password=STRONG)
    with patch.object(invitation_links, "now", return_value=late), pytest.raises(InvitationGone):
        accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)
    with organisation_scope(organisation_id=city.id):
        withdraw(actor=admin, invitation_id=_row(city).pk)
    with pytest.raises(InvitationGone):
        accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)


def test_of_the_link_only_a_digest_is_kept_and_the_job_is_not_told_it(city: OrganisationProfile, admin: Actor) -> None:
    before = queue_length()
    token = _invited(city, admin)

    assert token not in str(vars(_row(city)))
    assert queue_length() == before + 1


def test_the_letter_has_the_link_as_text_and_as_a_page(city: OrganisationProfile, admin: Actor) -> None:
    token = _invited(city, admin)

    send_invitation(organisation_id=city.id, invitation_id=_row(city).pk, address=ADDRESS)

    letter = mail.outbox[0]
    assert isinstance(letter, mail.EmailMultiAlternatives)
    html, kind = letter.alternatives[0]
    assert (letter.to, letter.subject, kind) == (["new@example.org"], f"Naledi invites you to {city.name}", "text/html")
    assert all(ADDRESS.replace("TOKEN", token) in str(text) for text in (letter.body, html))


def test_the_letter_comes_in_the_name_and_by_the_clock_of_the_organisation() -> None:
    city = make_organisation(name="Stad, Één", languages=("af", "en"), time_zone="Africa/Johannesburg")
    _invited(city, make_member(organisation_id=city.id, role="org_admin", name="Naledi"))
    with organisation_scope(organisation_id=city.id):
        Invitation.objects.update(expires_at=datetime(2026, 3, 2, 22, 30, tzinfo=UTC))

    send_invitation(organisation_id=city.id, invitation_id=_row(city).pk, address=ADDRESS)

    letter = mail.outbox[0]
    assert parseaddr(str(letter.message()["From"]))[1] == "no-reply@localhost"
    assert "Stad, Één" in str(make_header(decode_header(letter.message()["From"])))
    assert letter.subject == "Naledi nooi u na Stad, Één"
    assert "Die skakel werk een keer, tot 3 Maart 2026, 00:30 (SAST)." in letter.body
    assert '<html lang="af">' in str(letter.alternatives[0][0])


def test_a_mail_server_that_is_down_holds_nobody_up_and_gets_the_letter_once_it_is_back(
    city: OrganisationProfile, admin: Actor, settings: Settings
) -> None:
    token = _invited(city, admin)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    with MailServer() as gone:
        settings.EMAIL_PORT = gone.port
    with pytest.raises(RetryLater) as away:
        _send(city)
    waiting = _open(city)
    with MailServer(answers=["451 later"]) as server:
        settings.EMAIL_PORT = server.port
        with pytest.raises(RetryLater) as busy:
            _send(city)
        _send(city)
        _send(city)

    assert (away.value.seconds, busy.value.seconds) == (120, 240)
    assert (waiting.unsent, waiting.failed) == (True, False)
    assert (_open(city).unsent, _open(city).mail_state) == (False, "sent")
    assert len(server.taken) == 1
    accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)


def test_an_address_that_the_mail_server_refuses_for_good_is_shown_and_can_be_sent_again(
    city: OrganisationProfile, admin: Actor, settings: Settings
) -> None:
    _invited(city, admin)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "127.0.0.1", False
    with MailServer(answers=["550 nobody here"]) as server:
        settings.EMAIL_PORT = server.port
        _send(city)
        refused = _open(city)
        with organisation_scope(organisation_id=city.id):
            resend(actor=admin, invitation_id=refused.id, address=ADDRESS)
        _send(city)

    assert (refused.failed, refused.unsent) == (True, False)
    assert (_open(city).failed, len(server.taken)) == (False, 1)


def test_the_job_of_a_link_that_was_replaced_meanwhile_mails_nothing(city: OrganisationProfile, admin: Actor) -> None:
    _invited(city, admin)
    first = _row(city)
    with organisation_scope(organisation_id=city.id):
        resend(actor=admin, invitation_id=first.pk, address=ADDRESS)

    send_invitation(organisation_id=city.id, invitation_id=first.pk, address=ADDRESS, sent_at=first.sent_at.isoformat())

    assert mail.outbox == []


def _send(city: OrganisationProfile) -> None:
    send_invitation(organisation_id=city.id, invitation_id=_row(city).pk, address=ADDRESS)


def _open(city: OrganisationProfile) -> OpenInvitation:
    with organisation_scope(organisation_id=city.id):
        return list_invitations()[0]


def test_a_withdrawn_invitation_is_not_mailed(city: OrganisationProfile, admin: Actor) -> None:
    _invited(city, admin)
    number = _row(city).pk
    with organisation_scope(organisation_id=city.id):
        withdraw(actor=admin, invitation_id=number)

    send_invitation(organisation_id=city.id, invitation_id=number, address=ADDRESS)

    assert mail.outbox == []


def test_members_are_not_invited_again_and_clerks_invite_nobody(city: OrganisationProfile, admin: Actor) -> None:
    clerk = make_member(organisation_id=city.id)
    with organisation_scope(organisation_id=city.id):
        with pytest.raises(AlreadyMember):
            invite(actor=admin, email=User.objects.get(pk=clerk.id).email.upper(), role="agent", address=ADDRESS)
        with pytest.raises(NotAllowed):
            invite(actor=clerk, email="new@example.org", role="org_viewer", address=ADDRESS)
        assert not Invitation.objects.exists()


def test_who_is_sent_away_does_not_come_back_by_an_invitation_of_their_own(
    city: OrganisationProfile, admin: Actor
) -> None:
    leaver = make_member(organisation_id=city.id, role="org_admin")
    with organisation_scope(organisation_id=city.id):
        token = _token(invite(actor=leaver, email="back@example.org", role="org_admin", address=ADDRESS))
        remove(actor=admin, user_id=leaver.id or 0)

    with pytest.raises(InvitationGone):
        accept_as_new(organisation_id=city.id, token=token, name="Back", password=STRONG)
    assert _open(city).stopped
    with organisation_scope(organisation_id=city.id):
        resend(actor=admin, invitation_id=_row(city).pk, address=ADDRESS)
        again = invitation_links.token_of(_row(city))
    assert not _open(city).stopped
    accept_as_new(organisation_id=city.id, token=again, name="Back", password=STRONG)


def test_an_invitation_above_ones_own_is_not_replaced_by_a_smaller_one(city: OrganisationProfile, admin: Actor) -> None:
    token = _invited_to(city, admin, "org_admin")
    keeper = make_member_with(organisation_id=city.id, permissions=("members.manage", "members.read"))
    small = _smaller_role(city)

    with organisation_scope(organisation_id=city.id), pytest.raises(AboveOwn):
        invite(actor=keeper, email="new@example.org", role=small, address=ADDRESS)

    accept_as_new(organisation_id=city.id, token=token, name="Thabo", password=STRONG)


def _invited_to(city: OrganisationProfile, admin: Actor, role: str) -> str:
    with organisation_scope(organisation_id=city.id):
        return _token(invite(actor=admin, email="new@example.org", role=role, address=ADDRESS))


def _smaller_role(city: OrganisationProfile) -> str:
    with organisation_scope(organisation_id=city.id):
        return f"custom:{make_role(actor=SYSTEM, name='Looks at members', permissions=['members.read'])}"
