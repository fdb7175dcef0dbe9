"""An organisation's colours and logo: read by every page, changed by its admins."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final, cast

from django.db.models import Func, TextField, Value
from django.db.models.functions import JSONObject, Left

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor
from baraza.core.identity.permissions import require
from baraza.core.settings.looks import Colours, Unreadable, stylesheet, unreadable
from baraza.core.settings.models import Branding
from baraza.core.settings.sections import claim_section
from baraza.core.tenancy.questions import Question, answers
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope

SECTION: Final = "branding"
_DIGEST = 12
_KEPT: Final = "settings.look"


@dataclass(frozen=True, kw_only=True)
class Look:
    """`logo_digest` and `theme_digest` go into addresses, so that browsers may keep both for good; empty without any."""

    colours: Colours
    theme_digest: str
    logo_digest: str


class ColoursUnreadable(ValueError):
    """Text in these colours cannot be read; `problems` say what would pass."""

    def __init__(self, problems: list[Unreadable]) -> None:
        super().__init__(", ".join(problem.part for problem in problems))
        self.problems = problems


def get_look() -> Look:
    """Of the organisation in scope, read once per scope."""
    return kept_in_scope(key=_KEPT, make=lambda: cast("Look", answers([look_question()])[0]))


def look_question() -> Question:
    """For asking together with what else stands around a page; the logo itself stays in the database."""
    digest = Func(Func("logo", function="sha256"), Value("hex"), function="encode", output_field=TextField())
    rows = Branding.objects.filter(organisation_id=current_organisation_id())
    whole = JSONObject(brand="brand", header="header", accent="accent", logo=Left(digest, _DIGEST))
    return Question(key=_KEPT, rows=rows.values_list(whole), counted=False, read=_look)


def theme_of() -> str:
    """The style sheet that sets the organisation's variables; empty when it has chosen no colours."""
    look = get_look()
    return stylesheet(look.colours) if look.theme_digest else ""


def logo_of() -> bytes | None:
    row = _row()
    return bytes(row.logo) if row is not None and row.logo else None


def set_branding(
    *, actor: Actor, colours: Colours, version: int, logo: bytes | None = None, remove_logo: bool = False
) -> None:
    """`logo` is a PNG that `capabilities/media` wrote. Raises NotAllowed, SettingsChanged, ColoursUnreadable."""
    require(actor=actor, permission="settings.manage")
    problems = unreadable(colours)
    if problems:
        raise ColoursUnreadable(problems)
    row = _row() or Branding(organisation_id=current_organisation_id())
    before = {name: getattr(row, name) for name in asdict(colours)} | {"logo": _digest(row.logo)}
    claim_section(name=SECTION, expected=version, previous={name: before[name] for name in asdict(colours)})
    row.brand, row.header, row.accent = colours.brand, colours.header, colours.accent
    if logo is not None or remove_logo:
        row.logo = logo
    row.save()
    after = asdict(colours) | {"logo": _digest(row.logo)}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(
        actor=actor,
        action="settings.branding_changed",
        subject_kind="organisation",
        subject_id=str(row.organisation_id),
        changes=changes,
    )


def _row() -> Branding | None:
    return Branding.objects.filter(organisation_id=current_organisation_id()).first()


def _look(written: str | None) -> Look:
    if written is None:
        return Look(colours=Colours(), theme_digest="", logo_digest="")
    found = json.loads(written)
    colours = Colours(brand=found["brand"], header=found["header"], accent=found["accent"])
    chosen = any(asdict(colours).values())
    return Look(
        colours=colours,
        theme_digest=_digest(stylesheet(colours).encode()) if chosen else "",
        logo_digest=found["logo"] or "",
    )


def _digest(content: bytes | memoryview | None) -> str:
    return hashlib.sha256(content).hexdigest()[:_DIGEST] if content else ""
