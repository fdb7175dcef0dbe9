"""Inviting people, and what they do with the link."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import AlreadyMember, InvitationUnknown, OtherPerson
from baraza.core.identity.invitation_links import OPERATOR, digest_of, find_open, token_of
from baraza.core.identity.models import Invitation, Membership, Role, User
from baraza.core.identity.permissions import require
from baraza.core.identity.policies import PLATFORM
from baraza.core.identity.roles import RoleGiven, require_within, role_of, role_of_code
from baraza.core.identity.sign_in import limits
from baraza.core.jobs.queue import enqueue
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.clock import now

VALID_DAYS: Final = 7
LETTER: Final = "identity.send_invitation"
_MANAGE = "members.manage"


def invite(*, actor: Actor, email: str, role: str, address: str, clients: Collection[str] = ()) -> str:
    """Mails a link and returns it; an open invitation of the same person is replaced.

    With `clients` a viewer will see these alone. `address` is the page's, with TOKEN where that belongs. Raises RoleUnknown and what `AccessRefused` gathers, TooManyTries.
    """
    require(actor=actor, permission=_MANAGE)
    given = role_of_code(role)
    require_within(actor=actor, permissions=given.permissions)
    for replaced in _open(current_organisation_id(), email=email.strip().lower()).select_related("custom_role"):
        require_within(actor=actor, permissions=role_of(replaced).permissions)
    return _invited(actor, email=email, given=given, address=address, clients=clients)


def invite_admin(*, actor: Actor, organisation_id: int, email: str, address: str) -> str:
    """By the platform's people, who found an organisation before anybody belongs to it. Raises AlreadyMember, TooManyTries."""
    require(actor=actor, permission=PLATFORM)
    with organisation_scope(organisation_id=organisation_id):
        return _invited(actor, email=email, given=role_of_code(Role.ORG_ADMIN), address=address)


def resend(*, actor: Actor, invitation_id: int, address: str) -> None:
    """A new link, valid for as long as a first one, in the sender's name; the old one is worn out. Raises TooManyTries."""
    row = _to_change(actor=actor, invitation_id=invitation_id)
    limits.take(limits.of_letters(row.email))
    row.invited_by_id, row.invited_by_name = actor.id or OPERATOR, actor.shown_name
    _send(row, address=address)
    record(actor=actor, action="invitation.resent", subject_kind="invitation", subject_id=str(row.pk))


def withdraw(*, actor: Actor, invitation_id: int) -> None:
    row = _to_change(actor=actor, invitation_id=invitation_id)
    changes = {"email": [row.email, None], "role": [role_of(row).code, None]}
    row.delete()
    record(
        actor=actor,
        action="invitation.withdrawn",
        subject_kind="invitation",
        subject_id=str(invitation_id),
        changes=changes,
    )


def accept_as_new(*, organisation_id: int, token: str, name: str, password: str) -> None:
    """Makes the person and their membership. Raises InvitationGone, AlreadyMember, or ValidationError."""
    with organisation_scope(organisation_id=organisation_id):
        row = find_open(token=token, lock=True)
        if User.objects.filter(email__iexact=row.email).exists():
            raise AlreadyMember
        user = User(email=row.email, name=name)
        validate_password(password, user)
        user.set_password(password)
        user.save()
        _join(row, user)


def accept_as(*, organisation_id: int, token: str, user_id: int) -> None:
    """Makes a signed-in person a member. Raises InvitationGone, OtherPerson or AlreadyMember."""
    with organisation_scope(organisation_id=organisation_id):
        row = find_open(token=token, lock=True)
        user = User.objects.get(pk=user_id)
        if user.email.lower() != row.email:
            raise OtherPerson
        _join(row, user)


def _invited(actor: Actor, *, email: str, given: RoleGiven, address: str, clients: Collection[str] = ()) -> str:
    organisation_id, email = current_organisation_id(), email.strip().lower()
    if Membership.objects.filter(organisation_id=organisation_id, user__email__iexact=email).exists():
        raise AlreadyMember
    limits.take(limits.of_letters(email))
    _open(organisation_id, email=email).delete()
    row = Invitation(
        organisation_id=organisation_id,
        email=email,
        role=given.role,
        custom_role_id=given.custom_role_id,
        invited_by_id=actor.id or OPERATOR,
        invited_by_name=actor.shown_name,
        clients=sorted(set(clients)),
    )
    _send(row, address=address)
    changes: dict[str, object] = {"email": email, "role": given.code, "role_name": given.name}
    if row.clients:
        changes["clients"] = row.clients
    record(actor=actor, action="invitation.sent", subject_kind="invitation", subject_id=str(row.pk), changes=changes)
    return address.replace("TOKEN", token_of(row))


def _join(row: Invitation, user: User) -> None:
    membership, created = Membership.objects.get_or_create(
        organisation_id=row.organisation_id,
        user=user,
        defaults={"role": row.role, "custom_role_id": row.custom_role_id, "clients": row.clients},
    )
    if not created:
        raise AlreadyMember
    row.used_at = now()
    row.save(update_fields=["used_at"])
    given = role_of(row)
    record(
        actor=Actor(kind="member", id=user.pk, role=membership.role, name=user.name),
        action="member.joined",
        subject_kind="member",
        subject_id=str(user.pk),
        changes={"role": [None, given.code], "role_name": [None, given.name], "invited_by": row.invited_by_name},
    )


def _send(row: Invitation, *, address: str) -> None:
    row.sent_at = now()
    row.expires_at = row.sent_at + timedelta(days=VALID_DAYS)
    row.token_digest = digest_of(token_of(row))
    row.mail_state, row.mail_attempts = Invitation.Mail.WAITING, 0
    with transaction.atomic():
        row.save()
        enqueue(
            job=LETTER,
            organisation_id=row.organisation_id,
            arguments={"invitation_id": row.pk, "address": address, "sent_at": row.sent_at.isoformat()},
        )


def _to_change(*, actor: Actor, invitation_id: int) -> Invitation:
    require(actor=actor, permission=_MANAGE)
    organisation_id = current_organisation_id()
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("custom_role")
    row = rows.filter(organisation_id=organisation_id, pk=invitation_id, used_at__isnull=True).first()
    if row is None:
        raise InvitationUnknown(invitation_id)
    require_within(actor=actor, permissions=role_of(row).permissions)
    return row


def _open(organisation_id: int, *, email: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation_id=organisation_id, email=email, used_at__isnull=True)
