"""Who has access to the organisation at work: members, invitations, keys, support, and when somebody looked last."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Max

from baraza.core.audit.queries import subjects_of
from baraza.core.identity.invitation_links import stands
from baraza.core.identity.models import (
    AccessReview,
    Invitation,
    Membership,
    SupportAccess,
    TeamMember,
)
from baraza.core.identity.queries.members import member_names
from baraza.core.identity.roles import RoleGiven, role_of
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now

REVIEW_EVERY: Final = timedelta(days=31)
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, kw_only=True)
class Access:
    """One member; `id` is the person's. `seen_at` is of the last session that is still kept. `clients` empty: all."""

    id: int
    name: str
    email: str
    role: RoleGiven
    teams: tuple[str, ...]
    second_factor: bool
    seen_at: datetime | None
    active: bool
    since: datetime
    clients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenInvitation:
    """`stopped` while whoever invited may do so no longer; sent again by somebody who may, it works."""

    id: int
    email: str
    role: RoleGiven
    invited_by: str
    sent_at: datetime
    expires_at: datetime
    mail_state: str
    mail_attempts: int
    stopped: bool
    clients: tuple[str, ...] = ()

    @property
    def unsent(self) -> bool:
        """The mail server did not take it when it was asked."""
        return self.mail_state == Invitation.Mail.WAITING and self.mail_attempts > 0

    @property
    def failed(self) -> bool:
        return self.mail_state == Invitation.Mail.FAILED

    @property
    def expired(self) -> bool:
        return self.expires_at <= now()


@dataclass(frozen=True, kw_only=True)
class SupportRecord:
    id: int
    user_name: str
    role: str
    member_name: str
    reason: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None

    @property
    def until(self) -> datetime:
        return self.ended_at or self.ends_at

    @property
    def going_on(self) -> bool:
        return self.until > now()


@dataclass(frozen=True, kw_only=True)
class ReviewRecord:
    at: datetime
    by_name: str
    people: int
    keys: int

    @property
    def overdue(self) -> bool:
        return self.at + REVIEW_EVERY < now()


def list_access() -> list[Access]:
    """Everybody, suspended people too, by name."""
    organisation_id = current_organisation_id()
    rows = list(
        Membership.objects.filter(organisation_id=organisation_id)
        .select_related("user", "custom_role")
        .order_by("user__name", "user_id")
    )
    people = [row.user_id for row in rows]
    teams = _team_names(organisation_id)
    guarded = set(Authenticator.objects.filter(user_id__in=people, type__in=_FACTORS).values_list("user_id", flat=True))
    seen = _last_seen(people)
    return [
        Access(
            id=row.user_id,
            name=row.user.name,
            email=row.user.email,
            role=role_of(row),
            teams=tuple(teams[row.user_id]),
            second_factor=row.user_id in guarded,
            seen_at=seen.get(row.user_id) or row.user.last_login,
            active=row.active and row.user.is_active,
            since=row.created_at,
            clients=tuple(row.clients),
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Known:
    """`here` says whether they may work in the organisation now."""

    id: int
    name: str
    here: bool


def list_everybody() -> list[Known]:
    """Members, whoever was one, and whoever of the platform came to help, by name: for looking into the past."""
    organisation_id = current_organisation_id()
    members = dict(Membership.objects.filter(organisation_id=organisation_id).values_list("user_id", "active"))
    helpers = SupportAccess.objects.filter(organisation_id=organisation_id).values_list("user_id", flat=True).distinct()
    gone = {int(number) for number in subjects_of(action="member.removed")}
    names = member_names(user_ids={*members, *helpers, *gone})
    found = [Known(id=number, name=name, here=members.get(number, False)) for number, name in names.items()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def get_access(*, user_id: int) -> Access | None:
    return next((one for one in list_access() if one.id == user_id), None)


def list_invitations() -> list[OpenInvitation]:
    rows = Invitation.objects.filter(organisation_id=current_organisation_id(), used_at__isnull=True)
    found = list(rows.select_related("custom_role").order_by("email"))
    standing = stands(found)
    return [
        OpenInvitation(
            id=row.pk,
            email=row.email,
            role=role_of(row),
            invited_by=row.invited_by_name,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
            mail_state=row.mail_state,
            mail_attempts=row.mail_attempts,
            stopped=not standing[row.pk],
            clients=tuple(row.clients),
        )
        for row in found
    ]


def list_support(*, most: int = 20) -> list[SupportRecord]:
    """The newest first."""
    rows = SupportAccess.objects.filter(organisation_id=current_organisation_id()).select_related("member")
    return [
        SupportRecord(
            id=row.pk,
            user_name=row.user_name,
            role=row.role,
            member_name=row.member.name if row.member is not None else "",
            reason=row.reason,
            started_at=row.started_at,
            ends_at=row.ends_at,
            ended_at=row.ended_at,
        )
        for row in rows.order_by("-started_at")[:most]
    ]


def last_review() -> ReviewRecord | None:
    row = AccessReview.objects.filter(organisation_id=current_organisation_id()).order_by("-at").first()
    return ReviewRecord(at=row.at, by_name=row.by_name, people=row.people, keys=row.keys) if row else None


def is_review_due() -> bool:
    """Nobody looked for a month; an organisation that is younger than that has nothing to look back on."""
    review = last_review()
    if review is not None:
        return review.overdue
    rows = Membership.objects.filter(organisation_id=current_organisation_id())
    return rows.filter(created_at__lt=now() - REVIEW_EVERY).exists()


def _team_names(organisation_id: int) -> defaultdict[int, list[str]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    rows = TeamMember.objects.filter(organisation_id=organisation_id, team__active=True).order_by("team__name")
    for user_id, name in rows.values_list("user_id", "team__name"):
        names[user_id].append(name)
    return names


def _last_seen(people: list[int]) -> dict[int, datetime]:
    rows = UserSession.objects.filter(user_id__in=people).values("user_id").annotate(seen=Max("last_seen_at"))
    return dict(rows.values_list("user_id", "seen"))
