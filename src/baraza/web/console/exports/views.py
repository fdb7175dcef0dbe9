"""Files: those that were made, one of them while it is made, and its content."""

import uuid
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.capabilities.exports.actions import open_export
from baraza.capabilities.exports.errors import ExportUnknown
from baraza.capabilities.exports.queries import get_export, keeping_days, list_exports
from baraza.core.identity.permissions import allows
from baraza.web.console.access import Desk, staff
from baraza.web.console.exports.forms import KeepingForm
from baraza.web.console.exports.wording import row_of
from baraza.web.console.shell import shell
from baraza.web.ui.components import NavItem

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_safe
@staff(permission="exports.use")
def exports(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return render_exports(request=request, desk=desk, everybody=request.GET.get("who") == "all")


def render_exports(
    *, request: HttpRequest, desk: Desk, everybody: bool = False, form: KeepingForm | None = None
) -> HttpResponseBase:
    may_manage = allows(actor=desk.actor, permission="exports.manage")
    rows = [row_of(one) for one in list_exports(actor=desk.actor, everybody=everybody)]
    if may_manage and form is None:
        form = KeepingForm(initial={"days": keeping_days()})
    context = {
        **shell(desk=desk, current="exports"),
        "rows": rows,
        "tabs": tabs(desk=desk, current="all" if everybody else "mine"),
        "everybody": everybody,
        "first_list": first_list(desk),
        "keeping": form if may_manage else None,
        "form": form,
    }
    return render(request, "console/exports/list.html", context, status=422 if form and form.errors else 200)


def first_list(desk: Desk) -> tuple[str, str]:
    """What a list that can be taken away is called, and where it is; both empty for who has none."""
    offered = (
        ("complaints", "complaints.read", gettext("Go to the complaints"), "console:complaints"),
        ("call_analytics", "calls.read", gettext("Go to the calls"), "console:calls"),
    )
    for service, permission, label, name in offered:
        if service in desk.organisation.services and allows(actor=desk.actor, permission=permission):
            return label, reverse(name)
    return "", ""


def tabs(*, desk: Desk, current: str) -> list[NavItem]:
    offered = [("mine", gettext("My files"), reverse("console:exports"), "exports.use")]
    offered.append(("all", gettext("Everybody's"), reverse("console:exports") + "?who=all", "exports.manage"))
    offered.append(("schedules", gettext("On a schedule"), reverse("console:exports-schedules"), "exports.schedule"))
    shown = [one for one in offered if allows(actor=desk.actor, permission=one[3])]
    return [NavItem(label=label, url=url, current=name == current) for name, label, url, _ in shown]


@require_safe
@staff(permission="exports.use")
def export(request: HttpRequest, desk: Desk, export_id: uuid.UUID) -> HttpResponseBase:
    """The page of one file; its changing part alone when htmx asks."""
    try:
        row = row_of(get_export(actor=desk.actor, export_id=str(export_id)))
    except ExportUnknown as error:
        raise Http404(str(error)) from error
    if request.headers.get("HX-Request") == "true":
        return render(request, "console/exports/progress.html", {"row": row})
    context = {**shell(desk=desk, current="exports"), "row": row}
    return render(request, "console/exports/one.html", context)


@require_safe
@staff(permission="exports.use")
def file(request: HttpRequest, desk: Desk, export_id: uuid.UUID) -> HttpResponseBase:
    """Opened piece by piece: the whole of it is never in memory."""
    try:
        opened = open_export(actor=desk.actor, export_id=str(export_id))
    except ExportUnknown as error:
        raise Http404(str(error)) from error
    content = _in_turn(opened.pieces) if isinstance(request, ASGIRequest) else opened.pieces
    headers = {
        "Content-Disposition": f'attachment; filename="{opened.file_name}"',
        # Compressing would hold pieces back, and these are hardly made smaller by it.
        "Content-Encoding": "identity",
    }
    return StreamingHttpResponse(content, content_type=_TYPES[opened.format], headers=headers)


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each is read and opened in a thread, when the browser is ready for it."""
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
