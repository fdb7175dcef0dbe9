"""A small site for browser tests: the living page, the page of two phones, and a desk that answers from memory."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from baraza.web.ui.languages import choose

CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'"
PLACES = [{"name": "Clinic, Marula Road", "latitude": -29.86, "longitude": 31.0}]
BUTTONS = [{"id": "report", "title": "Report a problem"}, {"id": "follow", "title": "Follow a report"}]
LIST = {
    "button": "Choose",
    "sections": [{"title": "Water", "rows": [{"id": "leak", "title": "Water leak", "description": "In a street"}]}],
}


class Desk:
    """What the two phones would see, and what they sent."""

    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []
        self.whatsapp: list[dict[str, Any]] = [
            {"direction": "in", "kind": "text", "text": "hi", "time": "09:41", "status": "read"},
            {"direction": "out", "kind": "buttons", "text": "Welcome", "buttons": BUTTONS, "time": "09:41"},
            {"direction": "out", "kind": "list", "text": "What is it?", "list": LIST, "time": "09:42"},
            {"direction": "out", "kind": "location_request", "text": "Where is it?", "time": "09:43"},
        ]
        self.ussd: dict[str, Any] = {"open": False, "screen": "", "ended": False, "length": 0}

    def state(self) -> JsonResponse:
        return JsonResponse({"whatsapp": self.whatsapp, "ussd": self.ussd})


desk = Desk()


def start_again() -> None:
    desk.__init__()  # type: ignore[misc]


def content_policy(get_response: Any) -> Any:
    def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        response["Content-Security-Policy"] = CONTENT_POLICY
        return response

    return answer


def phones(request: HttpRequest) -> HttpResponse:
    context = {
        "ussd_code": "*134*5#",
        "number": "+27825550143",
        "places": PLACES,
        "theme": request.GET.get("theme", ""),
    }
    return render(request, "operations/phones.html", context)


def state(request: HttpRequest) -> HttpResponse:
    return desk.state()


@csrf_protect
def whatsapp(request: HttpRequest) -> HttpResponse:
    sent = request.POST.dict() | {name: str(file.size) for name, file in request.FILES.items()}
    desk.received.append({name: str(value) for name, value in sent.items()})
    text = request.POST.get("text") or request.POST.get("title", "")
    desk.whatsapp.append({"direction": "in", "kind": "text", "text": text, "time": "09:50", "status": "sent"})
    return desk.state()


@csrf_protect
def ussd(request: HttpRequest) -> HttpResponse:
    desk.received.append({name: str(value) for name, value in request.POST.items()})
    going = request.POST["action"] != "hangup"
    screen = "Umngeni Bay\n1 Water\n2 Roads" if going else ""
    desk.ussd = {"open": going, "screen": screen, "ended": False, "length": len(screen)}
    return desk.state()


def photo(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(b"\xff\xd8\xff" + b"0" * 97, content_type="image/jpeg")


urlpatterns = [
    path("ui/", include("baraza.web.ui.urls")),
    path("i18n/language/", choose, name="language"),
    path("demo/phones/", phones),
    path("demo/phones/state", state),
    path("demo/phones/whatsapp", whatsapp),
    path("demo/phones/ussd", ussd),
    path("demo/phones/photos/<int:number>.jpg", photo),
]
