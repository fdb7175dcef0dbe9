"""Members save views of the list of calls and share them with the organisation."""

from typing import Final

from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import CallView
from baraza.services.call_analytics.policies import may, require

MOST_VIEWS: Final = 50


class ViewUnknown(LookupError):
    """No view of this member's, and none of the organisation's, has this id."""


class NameTaken(ValueError):
    """Another of these views has this name."""


class TooManyViews(ValueError):
    """A member keeps at most `MOST_VIEWS`."""


def save_view(*, actor: Actor, name: str, query: str, shared: bool = False) -> int:
    """Raises NotAllowed, NameTaken, TooManyViews."""
    require(actor=actor, act="share_views" if shared else "read")
    if actor.id is None:
        raise NotAllowed("Only members keep views.")
    mine = CallView.objects.filter(organisation_id=current_organisation_id(), owner_id=actor.id)
    if mine.count() >= MOST_VIEWS:
        raise TooManyViews(MOST_VIEWS)
    try:
        with transaction.atomic():
            view = CallView.objects.create(
                organisation_id=current_organisation_id(), owner_id=actor.id, name=name, query=query, shared=shared
            )
    except IntegrityError as error:
        raise NameTaken(name) from error
    _record(actor, view, "view.saved")
    return view.pk


def delete_view(*, actor: Actor, view_id: int) -> None:
    """One's own, or one of the organisation's for who may share. Raises NotAllowed, ViewUnknown."""
    require(actor=actor, act="read")
    view = CallView.objects.select_for_update().filter(organisation_id=current_organisation_id(), pk=view_id).first()
    if view is None or not (view.shared or view.owner_id == actor.id):
        raise ViewUnknown(view_id)
    if view.owner_id != actor.id and not may(actor=actor, act="share_views"):
        raise NotAllowed("The view belongs to a colleague.")
    _record(actor, view, "view.deleted")
    view.delete()


def _record(actor: Actor, view: CallView, action: str) -> None:
    changes = {"name": view.name, "shared": view.shared}
    record(actor=actor, action=action, subject_kind="call_view", subject_id=str(view.pk), changes=changes)
