"""Ends of chains noted down elsewhere: whoever owns the database can rewrite a whole chain, but not such a note."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from baraza.core.audit.models import Chain, Seal
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.clock import now


class AnchorUnreadable(ValueError):
    """A line that is no anchor; the text names it."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """`hash` is that of entry `sequence` in the chain of the organisation, as it was at that time."""

    organisation: str
    sequence: int
    hash: str
    at: str

    @property
    def as_line(self) -> str:
        return json.dumps(asdict(self))


def take_anchor(*, organisation: str) -> Anchor:
    """Of the chain of the organisation in scope, which has this slug."""
    end = Chain.objects.filter(organisation_id=current_organisation_id()).first()
    sequence, head = (end.sequence, end.hash) if end else (0, "")
    return Anchor(organisation=organisation, sequence=sequence, hash=head, at=now().isoformat(timespec="seconds"))


def read_anchors(lines: Iterable[str]) -> list[Anchor]:
    """Raises AnchorUnreadable."""
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(Anchor(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise AnchorUnreadable(f"Line {number} is no anchor: {line.strip()[:60]}") from error
    return found


def first_broken(anchors: Iterable[Anchor]) -> Anchor | None:
    """Of those of the organisation in scope: the first whose entry has another hash now, or is not there."""
    wanted = sorted((one for one in anchors if one.sequence), key=lambda one: one.sequence)
    seals = Seal.objects.filter(
        organisation_id=current_organisation_id(), sequence__in={one.sequence for one in wanted}
    )
    hashes = dict(seals.values_list("sequence", "hash"))
    return next((one for one in wanted if hashes.get(one.sequence) != one.hash), None)
