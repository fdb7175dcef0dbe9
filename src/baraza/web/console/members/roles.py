"""Roles: ours with what they may do, and those that the organisation makes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.identity.actions.roles import change_role, make_role, remove_role
from baraza.core.identity.errors import AccessRefused, RoleChanged, RoleUnknown
from baraza.core.identity.permissions import Permission, allows, permissions_of
from baraza.core.identity.queries.roles import RoleRecord, get_own_role, list_roles, organisation_permissions
from baraza.web.console.access import Desk, recently_confirmed, staff
from baraza.web.console.members.forms import OwnRoleForm
from baraza.web.console.members.wording import refusal, role_words
from baraza.web.console.shell import shell


@dataclass(frozen=True, kw_only=True)
class Shown:
    record: RoleRecord
    name: str
    permissions: list[str]
    of_all: int


@require_safe
@staff(permission="members.read")
def roles(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    permissions = _here(desk)
    context = {
        **shell(desk=desk, current="roles"),
        "roles": [_shown(record, permissions) for record in list_roles()],
        "may_manage": allows(actor=desk.actor, permission="roles.manage"),
    }
    return render(request, "console/members/roles.html", context)


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="roles.manage")
def new_role(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = OwnRoleForm(request.POST or None, offered=_offered(desk))
    if not form.is_valid():
        return _page(request, desk, form)
    name, permissions = form.cleaned_data["name"], form.cleaned_data["permissions"]
    return _saved(request, desk, form, lambda: make_role(actor=desk.actor, name=name, permissions=permissions))


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="roles.manage")
def role(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    record = get_own_role(role_id=number)
    if record is None:
        raise Http404
    initial = {
        "name": record.given.name,
        "permissions": sorted(record.given.permissions),
        "version": record.version,
    }
    form = OwnRoleForm(request.POST or None, offered=_offered(desk, record), initial=initial)
    if not form.is_valid():
        return _page(request, desk, form, record)
    cleaned = form.cleaned_data
    return _saved(
        request,
        desk,
        form,
        lambda: change_role(
            actor=desk.actor,
            role_id=number,
            name=cleaned["name"],
            permissions=cleaned["permissions"],
            expected_version=cleaned["version"] or 0,
        ),
        record,
    )


@require_POST
@staff(permission="roles.manage")
def remove(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            remove_role(actor=desk.actor, role_id=number)
    except RoleUnknown as error:
        raise Http404(str(error)) from error
    except AccessRefused as error:
        messages.warning(request, refusal(error))
        return redirect("console:role", number)
    messages.success(request, gettext("The role is removed."))
    return redirect("console:roles")


def _saved(
    request: HttpRequest,
    desk: Desk,
    form: OwnRoleForm,
    act: Callable[[], object],
    record: RoleRecord | None = None,
) -> HttpResponseBase:
    try:
        with transaction.atomic():
            act()
    except RoleChanged as error:
        messages.warning(request, refusal(error))
        return redirect(request.path)
    except AccessRefused as error:
        form.add_error("name", refusal(error))
        return _page(request, desk, form, record)
    messages.success(request, gettext("The role is saved. It holds from now on for everybody who has it."))
    return redirect("console:roles")


def _page(request: HttpRequest, desk: Desk, form: OwnRoleForm, record: RoleRecord | None = None) -> HttpResponse:
    context = {**shell(desk=desk, current="roles"), "form": form, "record": record}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "console/members/role.html", context, status=status)


def _offered(desk: Desk, record: RoleRecord | None = None) -> list[Permission]:
    """A role never includes what its maker may not do; of a service that is off only what the role has already."""
    own, had = permissions_of(desk.actor), record.given.permissions if record else frozenset()
    return [one for one in _here(desk) if one.name in own] + [
        one for one in organisation_permissions() if one.name in own & had and not _is_on(one, desk)
    ]


def _here(desk: Desk) -> list[Permission]:
    return [one for one in organisation_permissions() if _is_on(one, desk)]


def _is_on(permission: Permission, desk: Desk) -> bool:
    return permission.service in ("", *desk.organisation.services)


def _shown(record: RoleRecord, permissions: Collection[Permission]) -> Shown:
    included = [gettext(one.label) for one in permissions if one.name in record.given.permissions]
    return Shown(record=record, name=role_words(record.given), permissions=included, of_all=len(permissions))
