"""What happens now: as a stream, or asked for again and again; the numbers in the menu; who else is here."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.capabilities.live.hub import HUB
from baraza.capabilities.live.policies import FOLLOW
from baraza.capabilities.live.presence import Doing, others_at, seen
from baraza.core.identity.queries import member_names
from baraza.web.console.access import Desk, staff
from baraza.web.console.live.streaming import HEADERS, events_of
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import badges_of

_SUBJECT: Final = re.compile(r"[A-Za-z0-9:._-]{1,80}")


@require_safe
@staff(permission=FOLLOW)
def events(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    if _is_for_another(request, desk):
        return HttpResponse(status=409)
    if not HUB.listening:
        # The page asks again and again instead, see `changes`, and tries the stream again later.
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    after = whole_number(request.headers.get("Last-Event-ID", "") or request.GET.get("after", ""))
    stream = events_of(request=request, desk=desk, after=after)
    return StreamingHttpResponse(stream, content_type="text/event-stream", headers=HEADERS)


@require_safe
@staff(permission=FOLLOW)
def changes(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """For browsers that cannot keep a stream: what happened since they last asked."""
    if _is_for_another(request, desk):
        return HttpResponse(status=409)
    after = whole_number(request.GET.get("after", ""))
    newest = HUB.newest()
    missed = None
    if after is not None:
        missed = HUB.since(sequence=after, actor=desk.actor, organisation_id=desk.organisation.id)
    return JsonResponse(
        {
            "after": newest,
            "refresh": missed is None,
            "listening": HUB.listening,
            "events": [
                {"sequence": one.sequence, "kind": one.kind, "subject": one.subject, "facts": dict(one.facts)}
                for one in missed or ()
            ],
        }
    )


@require_safe
@staff(permission=FOLLOW)
def badges(_request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The numbers beside the menu's entries, by the entry's address."""
    found = {
        reverse(f"console:{name}"): {"count": badge.count, "label": badge.label}
        for name, badge in badges_of(desk=desk).items()
    }
    return JsonResponse({"badges": found})


@require_POST
@staff(permission=FOLLOW)
def presence(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The page says that it is open, and learns who else has the same thing open."""
    subject, doing = request.POST.get("subject", ""), request.POST.get("doing", "")
    if not _SUBJECT.fullmatch(subject) or doing not in set(Doing):
        return HttpResponse(status=400)
    seen(actor=desk.actor, subject=subject, doing=Doing(doing))
    others = others_at(actor=desk.actor, subject=subject)
    names = member_names(user_ids={one.member_id for one in others})
    words = {Doing.WRITING: gettext("%(name)s is writing"), Doing.LOOKING: gettext("%(name)s is looking at this, too")}
    return JsonResponse(
        {
            "others": [
                {
                    "member": one.member_id,
                    "doing": one.doing.value,
                    "text": words[one.doing] % {"name": names.get(one.member_id, gettext("A colleague"))},
                }
                for one in others
            ]
        }
    )


def _is_for_another(request: HttpRequest, desk: Desk) -> bool:
    """A page of the organisation that was left in another tab must not show this one's events."""
    return request.GET.get("organisation", str(desk.organisation.id)) != str(desk.organisation.id)
