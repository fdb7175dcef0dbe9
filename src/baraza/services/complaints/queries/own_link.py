"""The address that opens a report to who sent it: made from the secret key, so nothing is kept and nothing can be guessed."""

from base64 import urlsafe_b64encode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from baraza.core.organisations.queries import OrganisationProfile

_SALT = "baraza.portal.link"
_BYTES = 18


def own_link(*, organisation: OrganisationProfile, reference: str) -> str:
    """For as long as the secret key or a former one is in use."""
    key = _key(organisation, reference, settings.SECRET_KEY)
    return reverse("portal:link", args=[organisation.slug, reference, key])


def opens(*, organisation: OrganisationProfile, reference: str, key: str) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(key, _key(organisation, reference, secret)) for secret in secrets)


def _key(organisation: OrganisationProfile, reference: str, secret: str | bytes) -> str:
    digest = salted_hmac(_SALT, f"{organisation.id}:{reference}", secret=secret, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:_BYTES]).decode()
