"""Members choose how their own list looks."""

from collections.abc import Sequence

from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import ListPreference
from baraza.services.complaints.policies import require
from baraza.services.complaints.rules.columns import COLUMNS


def choose_look(*, actor: Actor, columns: Sequence[str], compact: bool, keys: bool) -> None:
    """Raises NotAllowed."""
    require(actor=actor, act="read")
    if actor.id is None:
        raise NotAllowed("Only members have a list of their own.")
    density = ListPreference.Density.COMPACT if compact else ListPreference.Density.COMFORTABLE
    ListPreference.objects.update_or_create(
        organisation_id=current_organisation_id(),
        user_id=actor.id,
        defaults={"columns": [name for name in COLUMNS if name in columns], "density": density, "keys": keys},
    )
