"""Members save views of the list, share them with the organisation, and choose how their own list looks."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import ListPreference, SavedView
from baraza.services.complaints.policies import may, require
from baraza.services.complaints.rules.columns import COLUMNS

MOST_VIEWS = 50


class ViewUnknown(LookupError):
    """No view of this member's, and none of the organisation's, has this id."""


class NameTaken(ValueError):
    """Another of these views has this name."""


class TooManyViews(ValueError):
    """A member keeps at most `MOST_VIEWS`."""


def save_view(*, actor: Actor, name: str, query: str, shared: bool = False) -> int:
    """Raises NotAllowed, NameTaken, TooManyViews."""
    require(actor=actor, act="read")
    if shared:
        require(actor=actor, act="share_views")
    organisation_id = current_organisation_id()
    if SavedView.objects.filter(organisation_id=organisation_id, owner_id=actor.id).count() >= MOST_VIEWS:
        raise TooManyViews(MOST_VIEWS)
    view = SavedView(organisation_id=organisation_id, owner_id=_member_id(actor), name=name, query=query, shared=shared)
    _write(view)
    _audit(actor=actor, view=view, action="view.saved", changes={"name": name, "shared": shared})
    return view.pk


def change_view(*, actor: Actor, view_id: int, name: str, shared: bool) -> None:
    """Raises NotAllowed, ViewUnknown, NameTaken."""
    view = _changeable(actor=actor, view_id=view_id)
    if shared and not view.shared:
        require(actor=actor, act="share_views")
    changes = {"name": [view.name, name], "shared": [view.shared, shared]}
    view.name, view.shared = name, shared
    _write(view)
    _audit(actor=actor, view=view, action="view.changed", changes=changes)


def delete_view(*, actor: Actor, view_id: int) -> None:
    """Raises NotAllowed, ViewUnknown."""
    view = _changeable(actor=actor, view_id=view_id)
    _audit(actor=actor, view=view, action="view.deleted", changes={"name": view.name, "shared": view.shared})
    view.delete()


def choose_default_view(*, actor: Actor, view_id: int | None) -> None:
    """The list opens with it; None for all open complaints. Raises NotAllowed, ViewUnknown."""
    require(actor=actor, act="read")
    if view_id is not None:
        view = SavedView.objects.filter(organisation_id=current_organisation_id(), pk=view_id).first()
        if view is None or not (view.shared or view.owner_id == actor.id):
            raise ViewUnknown(view_id)
    _prefer(actor=actor, default_view_id=view_id)


def choose_look(*, actor: Actor, columns: Sequence[str], compact: bool, keys: bool) -> None:
    """Raises NotAllowed."""
    require(actor=actor, act="read")
    density = ListPreference.Density.COMPACT if compact else ListPreference.Density.COMFORTABLE
    _prefer(actor=actor, columns=[name for name in COLUMNS if name in columns], density=density, keys=keys)


def _member_id(actor: Actor) -> int:
    """Views and looks are a person's own; jobs and residents have none."""
    if actor.id is None:
        raise NotAllowed("Only members keep views.")
    return actor.id


def _prefer(*, actor: Actor, **values: object) -> None:
    ListPreference.objects.update_or_create(
        organisation_id=current_organisation_id(), user_id=_member_id(actor), defaults=values
    )


def _changeable(*, actor: Actor, view_id: int) -> SavedView:
    """One's own, or one of the organisation's for who may share."""
    require(actor=actor, act="read")
    view = SavedView.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=view_id).first()
    if view is None or not (view.shared or view.owner_id == actor.id):
        raise ViewUnknown(view_id)
    if view.owner_id != actor.id and not may(actor=actor, act="share_views"):
        raise NotAllowed("The view belongs to a colleague.")
    return view


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(view.name) from error


def _audit(*, actor: Actor, view: SavedView, action: str, changes: dict[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="saved_view", subject_id=str(view.pk), changes=changes)
