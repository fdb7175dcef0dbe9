"""Whose report it is: the session that sent it, the link that only its sender has, or a code sent to their telephone.

A reference is read out on the phone and stands on posters of a quarter; it shows what is public and lets nobody act.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from baraza.core.identity.actor import Actor, resident
from baraza.core.organisations.queries import OrganisationProfile

_SALT = "baraza.portal.link"
_BYTES = 18
# A session is read with every page; whoever has more reports finds the others with a code.
_KEPT = 40


def link_to(*, organisation: OrganisationProfile, reference: str) -> str:
    """The address that opens a report to its sender, for as long as the secret key or a former one is in use."""
    key = _key(organisation, reference, settings.SECRET_KEY)
    return reverse("portal:link", args=[organisation.slug, reference, key])


def opens(*, organisation: OrganisationProfile, reference: str, key: str) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(key, _key(organisation, reference, secret)) for secret in secrets)


def _key(organisation: OrganisationProfile, reference: str, secret: str | bytes) -> str:
    digest = salted_hmac(_SALT, f"{organisation.id}:{reference}", secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:_BYTES]).decode()


@dataclass(frozen=True, kw_only=True)
class Holder:
    """As whom this browser may act; who only follows a report sees and does less than who sent it."""

    actor: Actor
    own: bool


def claim(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    references: list[str],
    contact_id: int | None,
    own: bool = True,
) -> None:
    """From now on this browser may act on these reports, as the contact (nobody in particular when anonymous)."""
    kept = dict(request.session.get(_slot(organisation), {}))
    for reference in references:
        was_own = kept.pop(reference, (None, False))[1]
        kept[reference] = (contact_id, own or was_own)
    request.session[_slot(organisation)] = dict(list(kept.items())[-_KEPT:])


def claimed_references(*, request: HttpRequest, organisation: OrganisationProfile) -> list[str]:
    """The last one claimed first."""
    return list(reversed(request.session.get(_slot(organisation), {})))


def holder(*, request: HttpRequest, organisation: OrganisationProfile, reference: str) -> Holder | None:
    """None when this browser may only look at what is public."""
    kept = request.session.get(_slot(organisation), {})
    if reference not in kept:
        return None
    contact_id, own = kept[reference]
    return Holder(actor=resident(contact_id=contact_id), own=own)


def let_go(*, request: HttpRequest, organisation: OrganisationProfile) -> None:
    """For a telephone or a computer that others use too."""
    request.session.pop(_slot(organisation), None)


def _slot(organisation: OrganisationProfile) -> str:
    return f"mine:{organisation.slug}"
