"""Adding and removing second factors; recovery codes come with the first one and go with the last."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.identity.models import User
from baraza.core.identity.second_factor import passkeys, recovery, totp
from baraza.core.identity.sign_in import journal, limits, sessions, standing


class CodeWrong(Exception):
    """The app shows another one: it has not this secret, or its clock is far off."""


class AppThereAlready(Exception):
    """One app at a time."""


class LastFactor(Exception):
    """Whoever must have a second factor cannot be left without one."""


class PersonUnknown(LookupError):
    """Nobody has this e-mail address."""


def add_app(*, user: User, secret: str, code: str) -> list[str]:
    """Recovery codes to show once, empty when there are some already. Raises CodeWrong, AppThereAlready, TooManyTries."""
    limit = limits.of_codes(user.pk)
    limits.take(limit)
    counter = totp.counter_of_first_code(secret=secret, code=code)
    if counter is None:
        raise CodeWrong
    limits.give_back(limit)
    try:
        with transaction.atomic():
            totp.keep(user=user, secret=secret, counter=counter)
            journal.write(user_id=user.pk, action="second_factor.added", changes={"kind": "app"})
            return _first_codes(user)
    except IntegrityError as error:
        raise AppThereAlready from error


def give_app(*, user_id: int, secret: str) -> None:
    """An app that somebody else set up: for the demonstration and for tests, which show no QR code to anybody."""
    with transaction.atomic():
        totp.keep(user=User.objects.get(pk=user_id), secret=secret, counter=None)
        journal.write(user_id=user_id, action="second_factor.added", changes={"kind": "app"}, actor=SYSTEM)


def remove_app(*, user: User) -> None:
    """Raises LastFactor."""
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()
        _after_removal(user)
        if gone:
            journal.write(user_id=user.pk, action="second_factor.removed", changes={"kind": "app"})


def add_passkey(*, user: User, name: str, credential: Mapping[str, Any]) -> list[str]:
    """Recovery codes to show once, empty when there are some already. Raises PasskeyRefused."""
    with transaction.atomic():
        passkeys.add(user=user, name=name, credential=credential)
        journal.write(user_id=user.pk, action="second_factor.added", changes={"kind": "passkey", "name": name})
        return _first_codes(user)


def rename_passkey(*, user: User, passkey_id: int, name: str) -> bool:
    """False when the person has no such passkey."""
    with transaction.atomic():
        renamed = passkeys.rename(user_id=user.pk, passkey_id=passkey_id, name=name)
        if renamed:
            journal.write(user_id=user.pk, action="second_factor.renamed", changes={"name": name})
    return renamed


def remove_passkey(*, user: User, passkey_id: int) -> bool:
    """False when the person has no such passkey. Raises LastFactor."""
    with transaction.atomic():
        name = passkeys.remove(user_id=user.pk, passkey_id=passkey_id)
        if name is None:
            return False
        _after_removal(user)
        journal.write(user_id=user.pk, action="second_factor.removed", changes={"kind": "passkey", "name": name})
    return True


def renew_recovery_codes(*, user: User) -> list[str]:
    with transaction.atomic():
        journal.write(user_id=user.pk, action="recovery_codes.renewed")
        return recovery.renew(user=user)


def reset_second_factor(*, email: str, actor: Actor) -> None:
    """For whoever lost theirs: all factors go and all sessions end. Raises PersonUnknown."""
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email.strip()).first()
        if user is None:
            raise PersonUnknown(f"Nobody has the e-mail address {email}.")
        Authenticator.objects.filter(user_id=user.pk).delete()
        limits.forget_waits(limits.of_codes(user.pk))
        journal.write(user_id=user.pk, action="second_factor.reset", actor=actor)
        sessions.end_sessions(user_id=user.pk, actor=actor)


def _first_codes(user: User) -> list[str]:
    return [] if recovery.count_left(user_id=user.pk) is not None else recovery.renew(user=user)


def _after_removal(user: User) -> None:
    if standing.has_second_factor(user_id=user.pk):
        return
    if standing.must_have_second_factor(user=user):
        raise LastFactor
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
