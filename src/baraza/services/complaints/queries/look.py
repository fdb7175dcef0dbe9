"""How a member looks at the list."""

import json
from dataclasses import dataclass

from django.db.models.functions import JSONObject

from baraza.core.tenancy.questions import Question, answers
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import ListPreference
from baraza.services.complaints.rules.columns import COLUMNS, SHOWN_FIRST


@dataclass(frozen=True, kw_only=True)
class Look:
    columns: tuple[str, ...] = SHOWN_FIRST
    compact: bool = False
    keys: bool = True


def look_of(*, user_id: int) -> Look:
    """What the member chose, else what we show first."""
    found: Look = answers([list_look_question(user_id=user_id)])[0]
    return found


def list_look_question(*, user_id: int) -> Question:
    """What `look_of` reads, for pages that ask together with what else stands around them."""
    rows = ListPreference.objects.filter(organisation_id=current_organisation_id(), user_id=user_id)
    one = JSONObject(columns="columns", density="density", keys="keys")
    return Question(key=f"complaints.look:{user_id}", rows=rows.values_list(one), counted=False, read=_look)


def _look(written: str | None) -> Look:
    if not written:
        return Look()
    chosen = json.loads(written)
    # A column that went away with a release is passed over.
    shown = SHOWN_FIRST if chosen["columns"] is None else tuple(one for one in COLUMNS if one in chosen["columns"])
    compact = chosen["density"] == ListPreference.Density.COMPACT
    return Look(columns=shown, compact=compact, keys=chosen["keys"])
