"""Members save views of a list, share them with the organisation, remove them and take that back."""

from typing import Any, Final

from django.db import IntegrityError, transaction

from baraza.capabilities.saved_views.lists import may_share, require_reader, require_sharer
from baraza.capabilities.saved_views.models import BACK_WITHIN, FirstView, SavedView
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock

MOST_VIEWS: Final = 50
LONGEST_QUERY: Final = 1000


class ViewUnknown(LookupError):
    """No view of this member's, and none of the organisation's, has this id; or it was removed, or was not."""


class NameTaken(ValueError):
    """Another of these views has this name."""


class TooManyViews(ValueError):
    """A member keeps at most `MOST_VIEWS` of one list."""


class QueryTooLong(ValueError):
    """The list is narrowed by more than can be kept."""


def save_view(*, actor: Actor, of: str, name: str, query: str, shared: bool = False) -> int:
    """Raises NotAllowed, NameTaken, TooManyViews, QueryTooLong."""
    owner_id = require_reader(actor=actor, of=of)
    if shared:
        require_sharer(actor=actor, of=of)
    if len(query) > LONGEST_QUERY:
        raise QueryTooLong(LONGEST_QUERY)
    _require_room(owner_id, of)
    _let_go(of)
    view = SavedView(
        organisation_id=current_organisation_id(), owner_id=owner_id, list=of, name=name, query=query, shared=shared
    )
    _write(view)
    _record(actor, view, "view.saved", {"name": name, "shared": shared})
    return view.pk


def change_view(*, actor: Actor, of: str, view_id: int, name: str, shared: bool) -> None:
    """Raises NotAllowed, ViewUnknown, NameTaken."""
    view = _changeable(actor, of, view_id)
    if shared and not view.shared:
        require_sharer(actor=actor, of=of)
    changes = {"name": [view.name, name], "shared": [view.shared, shared]}
    view.name, view.shared = name, shared
    _write(view)
    _record(actor, view, "view.changed", changes)


def remove_view(*, actor: Actor, of: str, view_id: int) -> None:
    """It can be taken back for a day. Raises NotAllowed, ViewUnknown."""
    view = _changeable(actor, of, view_id)
    _let_go(of)
    view.removed_at = clock.now()
    view.save(update_fields=["removed_at"])
    FirstView.objects.filter(view=view).delete()
    _record(actor, view, "view.deleted", {"name": view.name, "shared": view.shared})


def take_removal_back(*, actor: Actor, of: str, view_id: int) -> None:
    """Raises NotAllowed, ViewUnknown, NameTaken, TooManyViews."""
    view = _changeable(actor, of, view_id, removed=True)
    _require_room(view.owner_id, of)
    view.removed_at = None
    _write(view)
    _record(actor, view, "view.taken_back", {"name": view.name, "shared": view.shared})


def choose_first_view(*, actor: Actor, of: str, view_id: int | None) -> None:
    """The member's list opens with it; None for the list as everybody's. Raises NotAllowed, ViewUnknown."""
    user_id = require_reader(actor=actor, of=of)
    here: dict[str, Any] = {"organisation_id": current_organisation_id(), "user_id": user_id, "list": of}
    if view_id is None:
        FirstView.objects.filter(**here).delete()
        return
    _readable(actor, of, view_id)
    FirstView.objects.update_or_create(**here, defaults={"view_id": view_id})


def _require_room(owner_id: int, of: str) -> None:
    mine = SavedView.objects.filter(
        organisation_id=current_organisation_id(), owner_id=owner_id, list=of, removed_at=None
    )
    if mine.count() >= MOST_VIEWS:
        raise TooManyViews(MOST_VIEWS)


def _let_go(of: str) -> None:
    """What nobody can take back any more."""
    SavedView.objects.filter(
        organisation_id=current_organisation_id(), list=of, removed_at__lt=clock.now() - BACK_WITHIN
    ).delete()


def _readable(actor: Actor, of: str, view_id: int, *, removed: bool = False) -> SavedView:
    """Locked: one's own, or one of the organisation's."""
    view = (
        SavedView.objects.select_for_update()
        .filter(organisation_id=current_organisation_id(), list=of, pk=view_id, removed_at__isnull=not removed)
        .first()
    )
    if view is None or not (view.shared or view.owner_id == actor.id):
        raise ViewUnknown(view_id)
    if view.removed_at is not None and view.removed_at < clock.now() - BACK_WITHIN:
        raise ViewUnknown(view_id)
    return view


def _changeable(actor: Actor, of: str, view_id: int, *, removed: bool = False) -> SavedView:
    """One's own, or one of the organisation's for who may share."""
    require_reader(actor=actor, of=of)
    view = _readable(actor, of, view_id, removed=removed)
    if view.owner_id != actor.id and not may_share(actor=actor, of=of):
        raise NotAllowed("The view belongs to a colleague.")
    return view


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(view.name) from error


def _record(actor: Actor, view: SavedView, action: str, changes: dict[str, object]) -> None:
    about = {"list": view.list, **changes}
    record(actor=actor, action=action, subject_kind="saved_view", subject_id=str(view.pk), changes=about)
