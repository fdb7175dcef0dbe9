"""What an import did, and how the new edition differs from the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_LISTED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Compared by code: a name that changed is not a different area."""

    previous: str
    added: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: tuple[Rename, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    country: str
    kind: str
    edition: str
    areas: int
    vertices: int
    repaired: int
    merged: int
    changed: bool
    active_edition: str
    difference: Difference | None

    def lines(self) -> Iterator[str]:
        title = f"{self.country} {self.kind} {self.edition}"
        if not self.changed:
            yield f"{title}: already imported, nothing changed."
            return
        yield f"{title}: {self.areas} areas, {self.vertices} vertices; {self.repaired} repaired, {self.merged} rows merged."
        if self.active_edition == self.edition:
            yield "This edition is now the active one."
        else:
            yield f"The active edition remains {self.active_edition or 'none'}; this one is kept for its dates."
        if self.difference is not None:
            yield from _difference_lines(self.difference)


def compare(*, previous: str, before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """`before` and `after` are names by code."""
    return Difference(
        previous=previous,
        added=tuple(sorted(after.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - after.keys())),
        renamed=tuple(
            Rename(code=code, before=before[code], after=after[code])
            for code in sorted(before.keys() & after.keys())
            if before[code] != after[code]
        ),
    )


def _difference_lines(difference: Difference) -> Iterator[str]:
    yield f"Compared with edition {difference.previous}:"
    yield _listed("added", difference.added)
    yield _listed("gone", difference.gone)
    yield _listed("renamed", tuple(f"{r.code} {r.before} → {r.after}" for r in difference.renamed))


def _listed(what: str, items: tuple[str, ...]) -> str:
    if not items:
        return f"  {what}: none"
    more = f" and {len(items) - _LISTED} more" if len(items) > _LISTED else ""
    return f"  {what}: {len(items)} ({', '.join(items[:_LISTED])}{more})"
