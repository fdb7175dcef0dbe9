"""Who may hear of which kind of event: a kind is `package.what_happened`, its package says which permission it takes."""

_permissions: dict[str, str] = {}


class KindUnknown(LookupError):
    """No package has declared events of this kind, so nobody could be allowed to hear of them."""


def declare(*, package: str, permission: str) -> None:
    """Events `package.…` reach members with this permission. Raises ValueError when another one was declared."""
    if _permissions.setdefault(package, permission) != permission:
        raise ValueError(f"Events of {package} are declared for two permissions.")


def permission_for(kind: str) -> str:
    """Raises KindUnknown."""
    package = kind.partition(".")[0]
    try:
        return _permissions[package]
    except KeyError:
        raise KindUnknown(
            f"Nobody declared events of {package!r}: live.kinds.declare(package=…, permission=…)"
        ) from None
