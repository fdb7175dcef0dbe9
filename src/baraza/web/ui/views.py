"""Pages that show the components with invented data; they read nothing and change nothing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baraza.web.ui import chart_samples, samples
from baraza.web.ui.components import NavItem
from baraza.web.ui.icons import CATEGORY_ICONS, UI_ICONS

_PROBLEMS = (400, 403, 404, 429, 500)


def _shell(request: HttpRequest, current: str) -> dict[str, Any]:
    """What a face would hand to the page shells; `?theme=dark` and `?theme=light` override the device's wish."""
    pages = (
        ("portal", _("Components"), "home"),
        ("form", _("Form"), "edit"),
        ("done", _("Done"), "success"),
        ("console", _("Console"), "dashboard"),
    )
    nav = [NavItem(label, reverse(f"ui:{name}"), icon, current=name == current) for name, label, icon in pages]
    theme = request.GET.get("theme", "")
    return {
        "organisation": {"name": "Umngeni Bay"},
        "home_url": reverse("ui:index"),
        "theme": theme if theme in {"light", "dark"} else "",
        "portal_nav": nav,
        "footer_nav": [NavItem(_("Accessibility"), "#a"), NavItem(_("Privacy"), "#p"), NavItem(_("Help"), "#h")],
        "console_nav": samples.console_navigation(),
        "user_name": "N. Dlamini",
        "user_nav": [NavItem(_("My account"), "#me")],
        "sign_out_url": "#out",
    }


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/index.html", {**_shell(request, "index"), "problems": _PROBLEMS})


def portal(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Your photo was added."))
    messages.info(request, _("Draft saved on this device"), extra_tags="toast")
    return render(request, "ui/gallery/portal.html", {**_shell(request, "portal"), "rows": samples.answers()})


def form(request: HttpRequest) -> HttpResponse:
    """Empty at first; `?wrong` shows every field with its error."""
    shown = samples.SampleForm(data={}) if "wrong" in request.GET else samples.SampleForm()
    context = {"form": shown, "step_names": [_("Problem"), _("Contact"), _("Check and send")]}
    return render(request, "ui/gallery/form.html", {**_shell(request, "form"), **context})


def done(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/done.html", _shell(request, "done"))


def console(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": samples.queue(),
        "tones": samples.STATUS_TONES,
        "filter_form": samples.FilterForm(request.GET or None),
        "chips": samples.chips(),
    }
    return render(request, "ui/gallery/console.html", {**_shell(request, "console"), **context})


def matter(request: HttpRequest) -> HttpResponse:
    context = {"items": samples.history(), "rows": samples.answers(), "tones": samples.STATUS_TONES}
    return render(request, "ui/gallery/matter.html", {**_shell(request, "console"), **context})


def icons(request: HttpRequest) -> HttpResponse:
    context = {"categories": list(CATEGORY_ICONS), "others": list(UI_ICONS)}
    return render(request, "ui/gallery/icons.html", {**_shell(request, "icons"), **context})


def maps(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery/map.html", _shell(request, "map"))


def charts(request: HttpRequest) -> HttpResponse:
    context = {"bars": chart_samples.bars(), "lines": chart_samples.lines(), "heat": chart_samples.heat()}
    return render(request, "ui/gallery/charts.html", {**_shell(request, "console"), **context})


def areas(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django hands it over
    return JsonResponse(samples.areas())


def points(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django hands it over
    return JsonResponse(samples.points(), safe=False)


def places(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django hands it over
    return JsonResponse(samples.places(), safe=False)


def problem(request: HttpRequest, code: int) -> HttpResponse:
    if code not in _PROBLEMS:
        raise Http404
    return render(request, f"{code}.html", _shell(request, ""), status=code)
