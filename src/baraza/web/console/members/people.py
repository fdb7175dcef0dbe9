"""Members: the list, one member, inviting, and what changes somebody's access. Each view makes one call."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.core.identity.actions import invitations
from baraza.core.identity.actions.members import change_role, remove, restore, suspend
from baraza.core.identity.errors import AccessRefused, InvitationUnknown, MemberUnknown, RoleUnknown
from baraza.core.identity.permissions import allows, permissions_of
from baraza.core.identity.queries.access import (
    Access,
    get_access,
    last_review,
    list_access,
    list_invitations,
    list_support,
)
from baraza.core.identity.queries.keys import list_keys
from baraza.core.identity.queries.roles import list_roles_given
from baraza.core.identity.roles import RoleGiven
from baraza.core.identity.sign_in.limits import TooManyTries
from baraza.core.tenancy.questions import answers
from baraza.services.call_analytics.queries.agents import clients
from baraza.services.complaints.queries.counts import ENOUGH, count_question
from baraza.services.complaints.queries.filters import Filter
from baraza.web.console.access import Desk, recently_confirmed, staff
from baraza.web.console.figures import list_url
from baraza.web.console.members.forms import InviteForm, RoleForm
from baraza.web.console.members.wording import refusal, role_words
from baraza.web.console.queue.choices import AWAY, ME
from baraza.web.console.shell import shell
from baraza.web.ui.tries import too_many


@require_safe
@staff(permission="members.read")
def members(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return _list(request=request, desk=desk, form=_invite_form(desk))


@recently_confirmed
@require_POST
@staff(permission="members.manage")
def invite_someone(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = InviteForm(request.POST, offered=_offered(desk), clients=_clients(desk))
    if not form.is_valid():
        return _list(request=request, desk=desk, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        invitations.invite(
            actor=desk.actor,
            email=email,
            role=role,
            address=_address(request, desk),
            clients=form.cleaned_data.get("clients", ()),
        )
    except AccessRefused as error:
        form.add_error("email", refusal(error))
        return _list(request=request, desk=desk, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    messages.success(request, gettext("The invitation is on its way to %(email)s.") % {"email": email})
    return redirect("console:members")


@recently_confirmed
@require_POST
@staff(permission="members.manage")
def resend_invitation(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    address = _address(request, desk)
    return _act(
        request=request,
        act=lambda: invitations.resend(actor=desk.actor, invitation_id=number, address=address),
        done=gettext("A new link is on its way; the old one no longer works."),
    )


@require_POST
@staff(permission="members.manage")
def withdraw_invitation(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    return _act(
        request=request,
        act=lambda: invitations.withdraw(actor=desk.actor, invitation_id=number),
        done=gettext("The invitation is withdrawn; its link no longer works."),
    )


@recently_confirmed
@require_safe
@staff(permission="members.read")
def member(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    return _one(request=request, desk=desk, number=number)


@recently_confirmed
@require_POST
@staff(permission="members.manage")
def give_role(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    form = RoleForm(request.POST, offered=_offered(desk), clients=_clients(desk, of=number))
    if not form.is_valid():
        return _one(request=request, desk=desk, number=number, form=form)
    role, seen = form.cleaned_data["role"], form.cleaned_data.get("clients", ())
    return _act(
        request=request,
        act=lambda: change_role(actor=desk.actor, user_id=number, role=role, clients=seen),
        done=gettext("The role is changed."),
        back=("console:member", number),
    )


@require_POST
@staff(permission="members.manage")
def suspend_member(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    return _act(
        request=request,
        act=lambda: suspend(actor=desk.actor, user_id=number),
        done=gettext(
            "Suspended: they see nothing of this organisation until you restore them. Their open complaints wait below."
        ),
        back=("console:member", number),
    )


@recently_confirmed
@require_POST
@staff(permission="members.manage")
def restore_member(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    return _act(
        request=request,
        act=lambda: restore(actor=desk.actor, user_id=number),
        done=gettext("Restored, with the role they had."),
        back=("console:member", number),
    )


@recently_confirmed
@require_POST
@staff(permission="members.manage")
def remove_member(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    return _act(
        request=request,
        act=lambda: remove(actor=desk.actor, user_id=number),
        done=gettext(
            "Removed. What they did stays in the cases and in the audit trail. Complaints they still had are in the list under “Given to”: somebody who is suspended or gone."
        ),
        failed=("console:member", number),
    )


def _act(
    *,
    request: HttpRequest,
    act: Callable[[], None],
    done: str,
    back: tuple[str, int] | None = None,
    failed: tuple[str, int] | None = None,
) -> HttpResponseBase:
    """Runs the action; what it refuses is said in words and nothing is changed."""
    try:
        with transaction.atomic():
            act()
    except (MemberUnknown, InvitationUnknown, RoleUnknown) as error:
        raise Http404(str(error)) from error
    except TooManyTries as error:
        return too_many(request, seconds=error.seconds)
    except AccessRefused as error:
        messages.warning(request, refusal(error))
        name, *numbers = failed or back or ("console:members",)
    else:
        messages.success(request, done)
        name, *numbers = back or ("console:members",)
    return redirect(str(name), *numbers)


def _list(*, request: HttpRequest, desk: Desk, form: forms.Form, status: int = HTTPStatus.OK) -> HttpResponseBase:
    people = list_access()
    context = {
        **shell(desk=desk, current="members"),
        "form": form,
        "people": [(one, role_words(one.role)) for one in people],
        "invitations": [(one, role_words(one.role)) for one in list_invitations()],
        "helpers": [one for one in list_support() if one.going_on],
        "review": last_review(),
        "may_manage": allows(actor=desk.actor, permission="members.manage"),
        "own_id": desk.actor.id,
    }
    return render(request, "console/members/list.html", context, status=status)


def _one(*, request: HttpRequest, desk: Desk, number: int, form: forms.Form | None = None) -> HttpResponseBase:
    found = get_access(user_id=number)
    if found is None:
        raise Http404
    context = {
        **shell(desk=desk, current="members"),
        "member": found,
        "role": role_words(found.role),
        "form": form
        or RoleForm(
            offered=_offered(desk),
            clients=_clients(desk, of=number),
            initial={"role": found.role.code, "clients": found.clients},
        ),
        "may_change": _may_change(desk, found),
        "is_self": found.id == desk.actor.id,
        "keys": sum(one.keeper_id == found.id and not one.over for one in list_keys()),
        "work": answers([count_question(Filter(assignee_id=found.id))])[0],
        "most_work": ENOUGH,
        "work_url": list_url(person=_whose_work(desk, found)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None else HTTPStatus.OK
    return render(request, "console/members/member.html", context, status=status)


def _may_change(desk: Desk, found: Access) -> bool:
    manages = allows(actor=desk.actor, permission="members.manage")
    return manages and found.id != desk.actor.id and found.role.permissions <= permissions_of(desk.actor)


def _whose_work(desk: Desk, found: Access) -> str:
    """In the list people who may not work here are chosen together."""
    if not found.active:
        return AWAY
    return ME if found.id == desk.actor.id else str(found.id)


def _offered(desk: Desk) -> list[RoleGiven]:
    own = permissions_of(desk.actor)
    return [given for given in list_roles_given() if given.permissions <= own]


def _invite_form(desk: Desk) -> InviteForm:
    return InviteForm(offered=_offered(desk), clients=_clients(desk), initial={"role": "agent"})


def _clients(desk: Desk, *, of: int | None = None) -> list[str]:
    """Those of voice agents, and whom a member sees now: a client whose agents are gone keeps its viewer narrowed."""
    spoken_for = clients(actor=desk.actor) if "call_analytics" in desk.organisation.services else []
    found = get_access(user_id=of) if of is not None else None
    return sorted({*spoken_for, *(found.clients if found else ())})


def _address(request: HttpRequest, desk: Desk) -> str:
    return request.build_absolute_uri(reverse("console:invitation", args=[desk.organisation.slug, "TOKEN"]))
