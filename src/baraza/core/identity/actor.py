"""Who acts: a member of staff, a resident, or the system itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Impersonator:
    """The super admin who acts in somebody's role to help; their name stands beside every act."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`member` has a user and a role, `contact` is the resident of this id, `system` is a job or a command.

    `permissions` are those of a role that the organisation made; None where the role is one of ours.
    With `clients` a member sees what concerns these clients of the organisation alone; empty is no such limit.
    """

    kind: Literal["member", "contact", "system"]
    id: int | None = None
    role: str = ""
    name: str = ""
    permissions: frozenset[str] | None = None
    impersonator: Impersonator | None = None
    clients: frozenset[str] = frozenset()

    @property
    def shown_name(self) -> str:
        """For people to read, where the system stands for whoever runs it."""
        return "Baraza" if self.kind == "system" else self.name


SYSTEM = Actor(kind="system", name="system")


def resident(*, contact_id: int | None) -> Actor:
    return Actor(kind="contact", id=contact_id)


class NotAllowed(PermissionError):
    """The actor's role does not permit this; shown to people in plain words."""
