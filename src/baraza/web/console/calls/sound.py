"""The sound of a call and what is read along with it."""

import re
from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from baraza.core.audit.actions import record_read
from baraza.services.call_analytics.queries.one import CallUnknown, get_call
from baraza.services.call_analytics.queries.sounds import OpenedRecording, RecordingUnknown, open_recording
from baraza.services.call_analytics.rules.captions import captions
from baraza.web.console.access import Desk, staff

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


@require_safe
@staff(permission="calls.listen")
def recording(request: HttpRequest, desk: Desk, recording_id: int) -> HttpResponseBase:
    """Whole, or the part that a player asks for when somebody seeks."""
    try:
        opened = open_recording(actor=desk.actor, recording_id=recording_id)
    except RecordingUnknown as error:
        raise Http404(str(error)) from error
    record_read(actor=desk.actor, subject_kind="recording", subject_id=str(recording_id))
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None:
        return _stream(request, opened, start=0, stop=opened.size)
    part = _part(asked, size=opened.size)
    if part is None:
        headers = {"Content-Range": f"bytes */{opened.size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    answer = _stream(request, opened, start=part[0], stop=part[1])
    answer.status_code = HTTPStatus.PARTIAL_CONTENT
    answer.headers["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{opened.size}"
    return answer


@require_safe
@staff(permission="calls.listen")
def captions_file(_request: HttpRequest, desk: Desk, call_id: int) -> HttpResponseBase:
    """The page of the call has written down that its words were read."""
    try:
        found = get_call(actor=desk.actor, call_id=call_id)
    except CallUnknown as error:
        raise Http404(str(error)) from error
    record_read(actor=desk.actor, subject_kind="call", subject_id=str(call_id))
    return HttpResponse(captions(found.turns), content_type="text/vtt; charset=utf-8")


def _part(asked: re.Match[str], *, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None where there is nothing."""
    first, last = asked.groups()
    if not first:
        start, stop = max(size - int(last or 0), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
    return (start, stop) if start < stop else None


def _stream(request: HttpRequest, opened: OpenedRecording, *, start: int, stop: int) -> StreamingHttpResponse:
    pieces = opened.pieces(start=start, stop=stop)
    content = _in_turn(pieces) if isinstance(request, ASGIRequest) else pieces
    headers = {"Content-Length": str(stop - start), "Content-Encoding": "identity", "Accept-Ranges": "bytes"}
    return StreamingHttpResponse(content, content_type=opened.mime, headers=headers)


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each is read and opened in a thread, when the browser is ready for it."""
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
