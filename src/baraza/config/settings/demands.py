"""What production demands of its environment; everything that is refused names the variable and what helps."""

import re

from cryptography.fernet import Fernet

from baraza.config.env import Environment, MissingSetting
from baraza.config.settings.databases import DatabaseAddress, parse_url
from baraza.lib.push_keys import KeyUnusable, private_key

DEMONSTRATION_KEY = "ZGVtb25zdHJhdGlvbi1vbmx5LXNlY3JldC1rZXktMSE="
DEMONSTRATION_VAPID_KEY = "IHuBm8F2v1LdRtJUiOuENht_D0Kqgr1Ct7Kd4TO4UE0"
# Django's own deployment check (security.W009) asks for the same.
_SECRET_LENGTH, _SECRET_VARIETY = 50, 5
# Shorter ones can be tried out: /metrics is open to the network.
_TOKEN_LENGTH = 16
_HOST = re.compile(r"\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")


def secret_key(environment: Environment) -> str:
    key = environment.text("SECRET_KEY")
    if len(key) < _SECRET_LENGTH or len(set(key)) < _SECRET_VARIETY or "demonstration" in key or "insecure" in key:
        raise MissingSetting("SECRET_KEY must be random and at least 50 characters long in production.")
    return key


def sealing_keys(environment: Environment) -> list[str]:
    """The keys of secrets and photos at rest, the one that seals first. None may be the demonstration's."""
    keys = environment.words("BARAZA_SECRETS_KEYS")
    how = "Make one with `BARAZA_MODE=demo baraza secrets new-key`, see docs/runbooks/secrets.md."
    if not keys:
        raise MissingSetting(f"Set the environment variable BARAZA_SECRETS_KEYS (or BARAZA_SECRETS_KEYS_FILE). {how}")
    for number, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError as error:
            raise MissingSetting(f"Key {number} of BARAZA_SECRETS_KEYS is not a key. {how}") from error
        if key == DEMONSTRATION_KEY:
            raise MissingSetting(f"Key {number} of BARAZA_SECRETS_KEYS is the demonstration's, which is public. {how}")
    return keys


def vapid_keys(environment: Environment, *, demonstrations: str = "") -> list[str]:
    """The key pairs of notifications in browsers; none switches them off. The demonstration's is refused."""
    how = "Make one with `baraza webpush new-keys`, see docs/runbooks/web-push.md."
    keys = environment.words("BARAZA_VAPID_KEYS")
    for number, key in enumerate(keys, start=1):
        try:
            private_key(key)
        except KeyUnusable as error:
            raise MissingSetting(f"Key {number} of BARAZA_VAPID_KEYS is no key. {how}") from error
        if key == demonstrations:
            raise MissingSetting(f"Key {number} of BARAZA_VAPID_KEYS is the demonstration's, which is public. {how}")
    return keys


def security_contacts(environment: Environment) -> list[str]:
    """Whom to tell of a weakness; RFC 9116 asks for addresses of the web, of e-mail or of a telephone."""
    contacts = environment.words("BARAZA_SECURITY_CONTACT")
    for contact in contacts:
        if not contact.startswith(("mailto:", "https://", "tel:")) or len(contact.split()) > 1:
            raise MissingSetting(
                f"BARAZA_SECURITY_CONTACT takes mailto:, https:// and tel: addresses, not {contact!r}."
            )
    return contacts


def hosts(environment: Environment) -> list[str]:
    """Names under which browsers and providers reach us; a leading dot stands for all names below it."""
    named = [host.lower() for host in environment.words("BARAZA_HOSTS")]
    if not named:
        raise MissingSetting("Set the environment variable BARAZA_HOSTS to the names under which people reach this.")
    for host in named:
        if not _HOST.fullmatch(host):
            raise MissingSetting(f"BARAZA_HOSTS takes names such as desk.example.org, no address or *: {host!r}.")
    return named


def origins(named: list[str]) -> list[str]:
    """Where forms may come from: the same names, over https alone."""
    return [f"https://{'*' if host.startswith('.') else ''}{host}" for host in named]


def metrics_token(environment: Environment) -> str:
    token = environment.text("BARAZA_METRICS_TOKEN")
    if len(token) < _TOKEN_LENGTH:
        raise MissingSetting(f"BARAZA_METRICS_TOKEN must have at least {_TOKEN_LENGTH} characters in production.")
    return token


def https_address(environment: Environment, name: str, *, default: str) -> str:
    """An address to which tokens and people's words go."""
    address = environment.text(name, default=default)
    if not address.startswith("https://"):
        raise MissingSetting(f"{name} must begin with https:// in production, but it is {address!r}.")
    return address


def database(environment: Environment, name: str, *, user: str = "") -> DatabaseAddress | None:
    """None when the variable is not set. The address is never repeated, because it holds a password.

    Row-level security binds `user`; a superuser in its place would see every organisation's rows.
    """
    url = environment.text(name, default="")
    if not url:
        return None
    try:
        address = parse_url(url)
    except ValueError as error:
        raise MissingSetting(f"{name} cannot be read: {error}") from None
    if user and address.user != user:
        raise MissingSetting(f"{name} must name the user {user}, but it names {address.user!r}.")
    return address
