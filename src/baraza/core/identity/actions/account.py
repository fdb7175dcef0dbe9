"""What people change of their own account; everything that concerns their access is in the trail."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import urlsafe_base64_decode

from baraza.core.identity.addresses import address_of
from baraza.core.identity.models import Theme, User
from baraza.core.identity.sign_in import journal, limits, sessions, standing
from baraza.core.jobs.queue import enqueue
from baraza.lib.clock import now

THEMES = Theme.choices
SYSTEM_THEME = Theme.SYSTEM
Person = User
LETTER = "identity.send_reset_link"


class LinkWornOut(Exception):
    """The link was used, is too old, or is not one of ours."""


def change_profile(*, user: User, name: str, language: str, theme: str) -> None:
    before = {"name": user.name, "language": user.language, "theme": user.theme}
    after = {"name": name, "language": language, "theme": theme}
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if not changes:
        return
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(**after)
        journal.write(user_id=user.pk, action="account.changed", changes=changes)


def change_password(*, request: HttpRequest, user: User, password: str) -> None:
    """This session goes on, all others end."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        journal.write(user_id=user.pk, action="password.changed")
        key_before = request.session.session_key
        update_session_auth_hash(request, user)
        standing.follow(request, key_before=key_before)
        sessions.end_sessions(user_id=user.pk, except_key=request.session.session_key)


def ask_for_reset_link(*, request: HttpRequest, email: str, address: str) -> None:
    """Whether there is such an account is found out by a job, so that the answer takes the same time.

    `address` is the page's, with UID and TOKEN where they belong. Raises TooManyTries.
    """
    limits.take(limits.of_letters(email), limits.of_address(address_of(request)))
    arguments = {"email": email, "address": address, "asked_at": now().isoformat()}
    enqueue(job=LETTER, organisation_id=None, arguments=arguments)


def person_of_link(*, uid: str, token: str) -> User:
    """Raises LinkWornOut."""
    try:
        user = User.objects.filter(pk=int(urlsafe_base64_decode(uid))).first()
    except (ValueError, OverflowError):
        user = None
    if user is None or not default_token_generator.check_token(user, token) or not standing.may_sign_in(user=user):
        raise LinkWornOut
    return user


def set_password_by_link(*, uid: str, token: str, password: str) -> None:
    """All sessions end, and the second factor is still asked for. Raises LinkWornOut."""
    with transaction.atomic():
        user = person_of_link(uid=uid, token=token)
        user.set_password(password)
        user.save(update_fields=["password"])
        journal.write(user_id=user.pk, action="password.reset")
        sessions.end_sessions(user_id=user.pk)
        limits.forget_waits(limits.of_account(user.email))
