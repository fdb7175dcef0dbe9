"""Connections that send nothing until somebody sees to them: an account that is refused, a secret that nobody can open."""

from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.models import ConnectionTrouble

_CODE_LENGTH, _DETAIL_LENGTH = 40, 500


def note_trouble(*, connection_id: int, code: str, detail: str) -> None:
    """Shown to staff and operators until a message goes."""
    said = {"code": code[:_CODE_LENGTH], "detail": detail[:_DETAIL_LENGTH]}
    ConnectionTrouble.objects.update_or_create(
        connection_id=connection_id,
        defaults=said,
        create_defaults={"organisation_id": current_organisation_id(), **said},
    )


def forget_trouble(*, connection_id: int) -> None:
    ConnectionTrouble.objects.filter(connection_id=connection_id).delete()
