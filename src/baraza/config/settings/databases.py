"""Database connections: an ordinary role that row-level security binds, and the owner for migrations."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

APP_ROLE = "baraza_app"
DOOR_ROLE = "baraza_door"
# Without a database everybody waits this long to be told so: gateways, load balancers and Prometheus give up at ten.
_WAIT_FOR_CONNECTION_SECONDS = 3
_PARTS: Final = frozenset({"dbname", "user", "password", "host", "port"})
# How the line is secured and which server is taken: libpq's own words, handed on as they are.
_HANDED_ON: Final = frozenset(
    {
        *(
            "sslmode",
            "sslnegotiation",
            "sslrootcert",
            "sslcert",
            "sslkey",
            "sslpassword",
            "sslcrl",
            "sslcrldir",
            "sslsni",
        ),
        *("ssl_min_protocol_version", "ssl_max_protocol_version", "channel_binding", "require_auth", "gssencmode"),
        *("hostaddr", "target_session_attrs", "load_balance_hosts", "passfile"),
    }
)


@dataclass(frozen=True)
class DatabaseAddress:
    """The parts of a PostgreSQL URL; `host` may be a socket directory given as the query's `host`.

    `line` is what else libpq is told of the connection, such as sslmode.
    """

    name: str
    user: str
    password: str
    host: str
    port: str
    line: tuple[tuple[str, str], ...] = ()

    def as_role(self, *, role: str, secret_key: str) -> "DatabaseAddress":
        """The same database reached as another role, with the password that `database prepare` gave it."""
        return replace(self, user=role, password=role_password(role=role, secret_key=secret_key))

    def conninfo(self) -> dict[str, str]:
        """Arguments for psycopg.connect; empty parts are left to libpq."""
        parts = {
            "dbname": self.name,
            "user": self.user,
            "password": self.password,
            "host": self.host,
            "port": self.port,
            **dict(self.line),
        }
        return {name: value for name, value in parts.items() if value}

    def django(self, *, pool_size: int) -> dict[str, Any]:
        options: dict[str, Any] = dict(self.line)
        if pool_size:
            options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": _WAIT_FOR_CONNECTION_SECONDS}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": options,
            "CONN_MAX_AGE": 0,
            # Without it every pooled connection fails once after a restart of the database.
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
            "DISABLE_SERVER_SIDE_CURSORS": True,
        }


def role_password(*, role: str, secret_key: str) -> str:
    """Derived, so that two processes agree on it and nothing has to store it; it changes with the secret key."""
    digest = hmac.new(secret_key.encode(), f"database role {role}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def parse_url(url: str) -> DatabaseAddress:
    """Reads `postgresql://user:password@host:port/name?host=/socket/directory`.

    Raises ValueError for another scheme, a URL that names no database, or a parameter that would not be heeded: who
    asks for a proven certificate must not get a line without one.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must start with postgresql:// ; Baraza runs on PostgreSQL only.")
    query = dict(parse_qsl(parts.query))
    unheeded = sorted(query.keys() - _PARTS - _HANDED_ON)
    if unheeded:
        raise ValueError(f"Parameters that are not heeded here: {', '.join(unheeded)}.")
    name = unquote(parts.path.lstrip("/")) or query.get("dbname", "")
    if not name:
        raise ValueError("DATABASE_URL names no database: end it with /name.")
    return DatabaseAddress(
        name=name,
        user=unquote(parts.username or query.get("user", "")),
        password=unquote(parts.password or query.get("password", "")),
        host=query.get("host", "") or unquote(parts.hostname or ""),
        port=str(parts.port or query.get("port", "")),
        line=tuple(sorted((name, value) for name, value in query.items() if name in _HANDED_ON)),
    )
