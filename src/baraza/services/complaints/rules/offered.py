"""A better place that somebody offered for a report: how it stands in a line of the timeline."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final, Self

OFFERED: Final = "offered_place"


@dataclass(frozen=True, kw_only=True)
class OfferedPlace:
    """The report stays where it is until staff take the offer; `edition` is that of the boundaries of then."""

    latitude: float
    longitude: float
    name: str
    area: str
    edition: str
    approximate: bool
    ward: str

    @property
    def words(self) -> str:
        """In no language, so that it says something wherever a resident's words are shown."""
        return "\n".join(part for part in (self.name, f"{self.latitude:.5f}, {self.longitude:.5f}") if part)

    def noted(self) -> dict[str, object]:
        return {OFFERED: asdict(self)}

    @classmethod
    def of(cls, changes: Mapping[str, object]) -> Self | None:
        kept = changes.get(OFFERED)
        return cls(**kept) if isinstance(kept, dict) else None
