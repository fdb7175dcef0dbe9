"""Outages and notices for residents."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.services.complaints.actions.notices import (
    NoticeChanged,
    change_notice,
    publish_notice,
    withdraw_notice,
    write_notice,
)
from baraza.services.complaints.queries.notices import NoticeDetail, NoticeUnknown, get_notice, list_notices
from baraza.services.complaints.rules.publicity import NOTICE_KINDS
from baraza.web.console.access import Desk, staff
from baraza.web.console.notices_page.forms import NoticeForm
from baraza.web.console.settings.saving import version_of
from baraza.web.console.shell import shell

_TONES = {"draft": "grey", "withdrawn": "grey", "over": "grey", "coming": "blue", "current": "green"}


@require_safe
@staff(permission="complaints.inform")
def notices(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    rows = [
        {
            "notice": one,
            "title": _title(one, desk),
            "kind": gettext(NOTICE_KINDS[one.kind]),
            "state": _state_name(one.state),
            "tone": _TONES[one.state],
        }
        for one in list_notices()
    ]
    return render(request, "console/notices_page/list.html", {**shell(desk=desk, current="outages"), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.inform")
def add(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = NoticeForm(
        data=request.POST if request.method == "POST" else None,
        initial={"begins_at": localtime()},
        organisation=desk.organisation,
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(request=request, desk=desk, form=form, found=None)
    publish_now = "publish" in request.POST
    with transaction.atomic():
        write_notice(actor=desk.actor, new=form.notice(), publish=publish_now)
    done = gettext("Published: residents see it now") if publish_now else gettext("Kept as a draft")
    messages.success(request, done, extra_tags="toast")
    return redirect("console:outages")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.inform")
def notice(request: HttpRequest, desk: Desk, notice_id: int) -> HttpResponseBase:
    found = _found(notice_id)
    form = NoticeForm(
        data=request.POST if request.method == "POST" else None, initial=_initial(found), organisation=desk.organisation
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(request=request, desk=desk, form=form, found=found)
    try:
        with transaction.atomic():
            version = form.cleaned_data["version"] or 0
            change_notice(actor=desk.actor, notice_id=notice_id, new=form.notice(), version=version)
    except NoticeChanged:
        form.add_error(None, _stale())
        return _form_page(request=request, desk=desk, form=form, found=found, status=409)
    messages.success(request, gettext("Saved"), extra_tags="toast")
    return redirect("console:outages")


@require_POST
@staff(permission="complaints.inform")
def publish(request: HttpRequest, desk: Desk, notice_id: int) -> HttpResponseBase:
    version = version_of(request)
    return _act(
        request,
        lambda: publish_notice(actor=desk.actor, notice_id=notice_id, version=version),
        gettext("Published: residents see it now"),
    )


@require_POST
@staff(permission="complaints.inform")
def withdraw(request: HttpRequest, desk: Desk, notice_id: int) -> HttpResponseBase:
    version = version_of(request)
    return _act(
        request,
        lambda: withdraw_notice(actor=desk.actor, notice_id=notice_id, version=version),
        gettext("Withdrawn: residents no longer see it"),
    )


def _act(request: HttpRequest, run: Callable[[], None], done: str) -> HttpResponseBase:
    try:
        with transaction.atomic():
            run()
    except NoticeUnknown as error:
        raise Http404(str(error)) from error
    except NoticeChanged:
        messages.warning(request, _stale())
    else:
        messages.success(request, done, extra_tags="toast")
    return redirect("console:outages")


def _form_page(
    *, request: HttpRequest, desk: Desk, form: NoticeForm, found: NoticeDetail | None, status: int | None = None
) -> HttpResponseBase:
    context = {**shell(desk=desk, current="outages"), "form": form, "found": found}
    return render(request, "console/notices_page/one.html", context, status=status or (422 if form.errors else 200))


def _found(notice_id: int) -> NoticeDetail:
    try:
        return get_notice(notice_id=notice_id)
    except NoticeUnknown as error:
        raise Http404(str(error)) from error


def _initial(found: NoticeDetail) -> dict[str, object]:
    return {
        "kind": found.kind,
        "begins_at": localtime(found.begins_at),
        "ends_at": localtime(found.ends_at) if found.ends_at else None,
        "wards": list(found.wards),
        "version": found.version,
        **{f"title_{code}": text for code, text in found.titles.items()},
        **{f"text_{code}": text for code, text in found.texts.items()},
    }


def _title(one: NoticeDetail, desk: Desk) -> str:
    codes = (*desk.organisation.languages, *one.titles)
    return next((one.titles[code] for code in codes if one.titles.get(code)), "")


def _state_name(state: str) -> str:
    return {
        "draft": gettext("draft"),
        "withdrawn": gettext("withdrawn"),
        "over": gettext("over"),
        "coming": gettext("to come"),
        "current": gettext("shown now"),
    }[state]


def _stale() -> str:
    return gettext("A colleague changed this notice meanwhile. Open it again to see what they wrote.")
