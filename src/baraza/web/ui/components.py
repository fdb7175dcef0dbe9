"""What pages hand to components: small frozen records, so that templates never receive loose dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a navigation. `badge` is a count; `badge_label` says what is counted ("new")."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    badge: int = 0
    badge_label: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A titled part of the console's side navigation."""

    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One question and its answer; with `change_url` the person can go back and correct it."""

    key: str
    value: str
    change_url: str = ""
    change_hint: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file shown with a message; without `thumbnail_url` it is a plain link."""

    url: str
    label: str
    thumbnail_url: str = ""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """Something that happened to a matter.

    `kind`: "in" from the resident, "out" our answer, "note" for staff only, "change" one line.
    """

    kind: str
    title: str
    at: datetime | None = None
    body: str = ""
    author: str = ""
    channel: str = ""
    status: str = ""
    url: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Workplace:
    """An organisation in which a member of staff may work; choosing it posts `organisation` with its id."""

    id: int
    name: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class SupportBanner:
    """`who` acts in an organisation (`where`) to help it, in `place` of a member or, when that is empty, in a role.

    `ends` is a time of the organisation's clock, `left` the seconds until then, for the page that counts down by its own.
    """

    who: str
    where: str
    place: str
    ends: str
    left: int
    end_url: str


def side_navigation(items: Sequence[NavItem | NavGroup]) -> tuple[NavGroup, ...]:
    """Gather loose items into untitled groups, so that the template knows one shape only."""
    groups: list[NavGroup] = []
    loose: list[NavItem] = []
    for item in items:
        if isinstance(item, NavItem):
            loose.append(item)
            continue
        if loose:
            groups.append(NavGroup(title="", items=tuple(loose)))
            loose = []
        groups.append(item)
    if loose:
        groups.append(NavGroup(title="", items=tuple(loose)))
    return tuple(groups)
