"""An event as it travels: small, without a word that a person said, in the order in which it was committed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

CHANNEL = "baraza_live"
# PostgreSQL refuses a payload of 8,000 bytes.
MOST_BYTES = 7_900
MEMBER_FACT = "member"
# For whom it is, where members may see certain clients of the organisation alone.
CLIENT_FACT = "client"

Fact = str | int


@dataclass(frozen=True, kw_only=True)
class Event:
    """`facts` are small ids, codes and counts. With the fact `member` it is for that member (user id) alone."""

    organisation_id: int
    sequence: int
    kind: str
    subject: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def member_id(self) -> int | None:
        member = self.facts.get(MEMBER_FACT)
        return member if isinstance(member, int) else None

    @cached_property
    def as_json(self) -> str:
        """For browsers; made once for all pages that get it."""
        return json.dumps(
            {"sequence": self.sequence, "kind": self.kind, "subject": self.subject, "facts": dict(self.facts)}
        )


class EventUnreadable(ValueError):
    """A notification on our channel that is not one of ours."""


def read_event(payload: str) -> Event:
    """Raises EventUnreadable."""
    try:
        found = json.loads(payload)
        return Event(
            organisation_id=int(found["organisation"]),
            sequence=int(found["sequence"]),
            kind=str(found["kind"]),
            subject=str(found["subject"]),
            facts={str(name): fact for name, fact in found["facts"].items() if isinstance(fact, str | int)},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EventUnreadable(payload[:200]) from error
