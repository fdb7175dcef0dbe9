"""How long an organisation keeps what: days per kind of data, within bounds; `retention_days` is what jobs ask.

A service adds the kinds that are its own; an organisation is asked about those of services that are switched on for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.models import RetentionRule
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope
from baraza.lib.translation import gettext_noop

SECTION: Final = "retention"


@dataclass(frozen=True, kw_only=True)
class DataClass:
    """`least` is what answering for one's work asks for, `most` what protecting people's data allows, in days.

    `service` is the one that has to be switched on, empty for what every organisation has.
    """

    code: str
    label: str
    help: str
    days: int
    least: int
    most: int
    service: str = ""


DATA_CLASSES: Final = (
    DataClass(
        code="messages",
        label=gettext_noop("Messages with residents"),
        help=gettext_noop("Counted from the day of the message; those of an open case are kept until it is closed."),
        days=1095,
        least=90,
        most=3650,
    ),
    DataClass(
        code="closed_cases",
        label=gettext_noop("Closed cases, with the resident's name and number"),
        help=gettext_noop("Afterwards the person is taken out; category, place and times stay for the figures."),
        days=1825,
        least=365,
        most=3650,
        service="complaints",
    ),
    DataClass(
        code="inbound_payloads",
        label=gettext_noop("What providers sent, as it came"),
        help=gettext_noop("Needed to find out what went wrong; Meta repeats a message for seven days."),
        days=90,
        least=8,
        most=365,
    ),
)
_BY_CODE: Final = {one.code: one for one in DATA_CLASSES}


def add_data_classes(several: Sequence[DataClass]) -> None:
    """By a service, when its package is ready."""
    _BY_CODE.update({one.code: one for one in several})


def data_classes(*, services: Collection[str] | None = None) -> tuple[DataClass, ...]:
    """All, or those of an organisation with these services."""
    return tuple(one for one in _BY_CODE.values() if services is None or not one.service or one.service in services)


class OutOfBounds(ValueError):
    """Fewer days than must be, or more than may be."""


def retention_days(*, data_class: str) -> int:
    """Of the organisation in scope. Raises KeyError for a kind that does not exist."""
    return list_retention()[data_class]


def list_retention() -> dict[str, int]:
    """Days by kind, ours where nothing was chosen; read once per scope."""
    return kept_in_scope(key="settings.retention", make=_read)


def set_retention(*, actor: Actor, days: Mapping[str, int], version: int) -> None:
    """All kinds at once. Raises NotAllowed, SettingsChanged, OutOfBounds."""
    require(actor=actor, permission="settings.manage")
    for code, chosen in days.items():
        bounds = _BY_CODE[code]
        if not bounds.least <= chosen <= bounds.most:
            raise OutOfBounds(f"{code}: {chosen} is not between {bounds.least} and {bounds.most}.")
    organisation_id, before = current_organisation_id(), _read()
    claim_section(name=SECTION, expected=version, previous=before)
    for code, chosen in days.items():
        RetentionRule.objects.update_or_create(
            organisation_id=organisation_id, data_class=code, defaults={"days": chosen}
        )
    record(
        actor=actor,
        action="settings.retention_changed",
        subject_kind="organisation",
        subject_id=str(organisation_id),
        changes={code: [before[code], chosen] for code, chosen in days.items() if before[code] != chosen},
    )


def _read() -> dict[str, int]:
    rows = RetentionRule.objects.filter(organisation_id=current_organisation_id())
    chosen = {row.data_class: row.days for row in rows}
    return {one.code: chosen.get(one.code, one.days) for one in data_classes()}
