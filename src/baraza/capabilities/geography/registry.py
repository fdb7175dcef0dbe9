"""The edition in force of each layer, kept ready in this process and renewed when a newer one is imported.

The version is asked of the database at most every few seconds. While one thread builds a new index the others go on
answering from the old one; only the very first question waits, and only one thread builds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from baraza.capabilities.geography.builtin import south_africa
from baraza.capabilities.geography.engine import AreaIndex, AreaShape
from baraza.capabilities.geography.models import Area, Edition
from baraza.capabilities.geography.names import NameIndex
from baraza.capabilities.geography.records import AreaName
from baraza.lib import clock

CHECK_SECONDS: Final = 3.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EditionKey:
    """Names one content of one edition; it changes when the edition is replaced."""

    pk: int
    country: str
    kind: str
    label: str
    digest: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The names of a layer without its shapes."""

    areas: tuple[AreaName, ...]
    by_code: Mapping[str, AreaName]
    names: NameIndex


class _Kept(Generic[T]):
    """One loaded value and the edition it was loaded from."""

    def __init__(self, load: Callable[[EditionKey], T]) -> None:
        self._load = load
        self._building = threading.Lock()
        self._value: tuple[EditionKey, T] | None = None

    def get(self, key: EditionKey) -> T:
        value = self._value
        if value is not None and value[0] == key:
            return value[1]
        if value is not None and not self._building.acquire(blocking=False):
            return value[1]
        if value is None:
            self._building.acquire()
        try:
            if self._value is None or self._value[0] != key:
                self._value = (key, self._load(key))
            return self._value[1]
        finally:
            self._building.release()


class Registry:
    """Every layer in force. `clock` is the process's own seconds, so that tests can move it."""

    def __init__(self, *, check_seconds: float = CHECK_SECONDS, seconds: Callable[[], float] = time.monotonic) -> None:
        self._check_seconds = check_seconds
        self._seconds = seconds
        self._lock = threading.Lock()
        self._editions: Mapping[tuple[str, str], EditionKey] = {}
        self._checked_at: float | None = None
        self._indexes: dict[tuple[str, str], _Kept[AreaIndex]] = {}
        self._directories: dict[tuple[str, str], _Kept[Directory]] = {}

    def editions(self) -> Mapping[tuple[str, str], EditionKey]:
        """The edition in force of each (country, kind)."""
        checked = self._checked_at
        if checked is not None and self._seconds() - checked < self._check_seconds:
            return self._editions
        if not self._lock.acquire(blocking=checked is None):
            return self._editions
        try:
            # Another thread may have looked while this one waited for the lock.
            if self._checked_at == checked:
                self._editions = _editions_in_force()
                self._checked_at = self._seconds()
            return self._editions
        finally:
            self._lock.release()

    def kinds(self, *, country: str) -> set[str]:
        return {kind for of_country, kind in self.editions() if of_country == country}

    def index(self, *, country: str, kind: str) -> AreaIndex | None:
        key = self.editions().get((country, kind))
        if key is None:
            return None
        return self._indexes.setdefault((country, kind), _Kept(load_index)).get(key)

    def directory(self, *, country: str, kind: str) -> Directory | None:
        key = self.editions().get((country, kind))
        if key is None:
            return None
        return self._directories.setdefault((country, kind), _Kept(load_directory)).get(key)

    def look_again(self) -> None:
        """Ask the database at the next question: called after an import, and between tests."""
        with self._lock:
            self._checked_at = None


def _editions_in_force() -> Mapping[tuple[str, str], EditionKey]:
    found: dict[tuple[str, str], EditionKey] = {}
    for edition in Edition.objects.begun(on=clock.now().date()):
        key = EditionKey(edition.pk, edition.country, edition.kind, edition.label, edition.digest)
        found.setdefault((edition.country, edition.kind), key)
    return found


def load_index(key: EditionKey) -> AreaIndex:
    rows = Area.objects.filter(edition_id=key.pk).values_list("code", "name", "geometry").order_by("code")
    return AreaIndex(
        shapes=[
            AreaShape(code=code, name=name, kind=key.kind, edition=key.label, wkb=bytes(wkb))
            for code, name, wkb in rows
        ]
    )


def load_directory(key: EditionKey) -> Directory:
    rows = Area.objects.filter(edition_id=key.pk).defer("geometry").order_by("code")
    return directory_of(tuple(_area_name(area, key) for area in rows))


def directory_of(areas: tuple[AreaName, ...]) -> Directory:
    return Directory(
        areas=areas,
        by_code={area.code: area for area in areas},
        names=NameIndex([(area.name, *area.aliases) for area in areas]),
    )


def _area_name(area: Area, key: EditionKey) -> AreaName:
    more = {name: str(value) for name, value in area.properties.items()}
    return AreaName(
        country=key.country,
        code=area.code,
        name=area.name,
        kind=key.kind,
        edition=key.label,
        parent_code=area.parent_code,
        district_code=more.get("district_code", ""),
        district=more.get("district", ""),
        province_code=more.get("province_code", ""),
        province=more.get("province", ""),
        latitude=area.latitude,
        longitude=area.longitude,
        aliases=_known_names(key, area.code),
    )


def _known_names(key: EditionKey, code: str) -> tuple[str, ...]:
    """South Africans name a municipality by its town as often as by its name."""
    if (key.country, key.kind) != (south_africa.COUNTRY, south_africa.KIND):
        return ()
    return south_africa.known_names().get(code, ())


LAYERS: Final = Registry()
