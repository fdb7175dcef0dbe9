"""What the platform's own people do: found organisations, change and close them, and say who else is one of them.

What concerns an organisation stands in its trail, the rest in the platform's.
"""

from collections.abc import Mapping

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.errors import LastAdmin, MemberUnknown, OwnAccess
from baraza.core.identity.models import PlatformEntry, User
from baraza.core.identity.permissions import ADMINS, require
from baraza.core.identity.policies import PLATFORM
from baraza.core.identity.support_ends import end_all
from baraza.core.organisations import actions
from baraza.core.organisations.actions import NewOrganisation, OrganisationSettings
from baraza.core.organisations.queries import OrganisationUnknown
from baraza.core.organisations.records import OrganisationRecord, get_record, get_record_by_slug
from baraza.core.organisations.security import SecurityPolicy
from baraza.core.tenancy.scope import organisation_scope, platform_scope


class SlugTaken(Exception):
    """Another organisation has this address."""


def found(*, actor: Actor, new: NewOrganisation) -> int:
    """Its admins must have a second factor until they choose otherwise. Raises SlugTaken.

    An organisation is never brought to other settings by founding it again.
    """
    require(actor=actor, permission=PLATFORM)
    with transaction.atomic():
        if get_record_by_slug(slug=new.slug) is not None:
            raise SlugTaken(new.slug)
        organisation_id = actions.found_organisation(new=new)
        with organisation_scope(organisation_id=organisation_id):
            actions.keep_security_policy(policy=SecurityPolicy(mfa_roles=ADMINS))
        changes = {"slug": [None, new.slug], "name": [None, new.name], "mfa_roles": [None, sorted(ADMINS)]}
        _record(actor, "organisation.founded", organisation_id, changes)
    return organisation_id


def change(*, actor: Actor, organisation_id: int, values: OrganisationSettings) -> None:
    require(actor=actor, permission=PLATFORM)
    with transaction.atomic():
        before = _known(organisation_id)
        changes = {
            field: [_plain(getattr(before, field)), _plain(getattr(values, field))]
            for field in OrganisationSettings.__dataclass_fields__
            if getattr(before, field) != getattr(values, field)
        }
        if changes:
            actions.change_organisation(organisation_id=organisation_id, values=values)
            _record(actor, "organisation.changed", organisation_id, changes)


def switch(*, actor: Actor, organisation_id: int, active: bool) -> None:
    require(actor=actor, permission=PLATFORM)
    with transaction.atomic():
        before = _known(organisation_id)
        if before.active != active:
            actions.switch_organisation(organisation_id=organisation_id, active=active)
            action = "organisation.switched_on" if active else "organisation.switched_off"
            _record(actor, action, organisation_id, {"active": [before.active, active]})


def make_super_admin(*, actor: Actor, email: str, name: str = "", password: str | None = None) -> int:
    """An account that exists, or with a password a new one. Raises MemberUnknown, or ValidationError."""
    require(actor=actor, permission=PLATFORM)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email__iexact=email.strip()).first()
        if user is None:
            if password is None:
                raise MemberUnknown(email)
            user = User(email=email.strip().lower(), name=name or email)
            validate_password(password, user)
            user.set_password(password)
        before = user.is_super_admin
        user.is_super_admin = True
        user.save()
        if not before:
            _record_platform(actor, "super_admin.made", subject=user.email, changes={"super_admin": [False, True]})
    return user.pk


def unmake_super_admin(*, actor: Actor, user_id: int) -> None:
    """Raises OwnAccess, MemberUnknown or LastAdmin."""
    require(actor=actor, permission=PLATFORM)
    if user_id == actor.id:
        raise OwnAccess
    with transaction.atomic():
        admins = list(User.objects.select_for_update().filter(is_super_admin=True, is_active=True).order_by("pk"))
        user = next((one for one in admins if one.pk == user_id), None)
        if user is None:
            raise MemberUnknown(user_id)
        if len(admins) == 1:
            raise LastAdmin
        user.is_super_admin = False
        user.save(update_fields=["is_super_admin"])
        end_all(user_id=user.pk, actor=actor)
        _record_platform(actor, "super_admin.unmade", subject=user.email, changes={"super_admin": [True, False]})


def _known(organisation_id: int) -> OrganisationRecord:
    found_record = get_record(organisation_id=organisation_id)
    if found_record is None:
        raise OrganisationUnknown(organisation_id)
    return found_record


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _record(actor: Actor, action: str, organisation_id: int, changes: Mapping[str, object]) -> None:
    with organisation_scope(organisation_id=organisation_id):
        record(
            actor=actor,
            action=action,
            subject_kind="organisation",
            subject_id=str(organisation_id),
            changes=changes,
        )


def _record_platform(actor: Actor, action: str, *, subject: str, changes: dict[str, object]) -> None:
    with platform_scope():
        PlatformEntry.objects.create(
            actor_kind=actor.kind,
            actor_id=actor.id,
            actor_name=actor.name,
            action=action,
            subject=subject,
            changes=changes,
        )
