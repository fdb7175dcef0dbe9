"""The portal as an app on the home screen: manifest, icons, service worker, links that open it."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.branding import get_look, logo_of
from baraza.lib.push_keys import public_key
from baraza.lib.references import read_reference
from baraza.web.portal.explore_cache import same_for_all
from baraza.web.portal.pwa_icons import SIZES, icon_png
from baraza.web.portal.scope import in_any_organisation, in_organisation

GROUND = "#0b4650"
PAGE = "#f6f4ee"
# What fits below an icon of most phones.
_SHORT_NAME = 12
# Chunks that the offline page and the reading of a shared photo need; maps are kept when first looked at.
_KEPT_CHUNKS = ("src/modules/pwa.js", "src/modules/offline.js", "src/modules/locate.js")


@require_safe
@same_for_all
@in_organisation
def manifest(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    body = json.dumps(_manifest(organisation), ensure_ascii=False)
    headers = {"Cache-Control": "private, max-age=3600", "Vary": "Accept-Language, Cookie"}
    return HttpResponse(body, content_type="application/manifest+json; charset=utf-8", headers=headers)


def _manifest(organisation: OrganisationProfile) -> dict[str, object]:
    home, report, track, share = (
        reverse(f"portal:{name}", args=[organisation.slug]) for name in ("home", "report", "track", "share")
    )
    look = get_look()
    return {
        "id": home,
        "name": organisation.name,
        "short_name": _short_name(organisation.name),
        "description": gettext("Report a matter, follow it, and get an answer on the channel you use."),
        "lang": get_language() or "en",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": PAGE,
        "theme_color": look.colours.header or GROUND,
        "icons": [
            {"src": icon_url(organisation, name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in (("192", 192, "any"), ("512", 512, "any"), ("maskable", 512, "maskable"))
        ],
        "shortcuts": [
            {"name": gettext("Report a problem"), "url": report},
            {"name": gettext("Track a report"), "url": track},
        ],
        "share_target": {
            "action": share,
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photos", "accept": ["image/*"]}],
            },
        },
        "protocol_handlers": [
            {"protocol": "web+baraza", "url": f"{home}open/?address=%s"},
            {"protocol": "tel", "url": f"{home}open/?address=%s"},
        ],
    }


def _short_name(name: str) -> str:
    """As many whole words as fit; a phone would cut the name in the middle of one."""
    if len(name) <= _SHORT_NAME:
        return name
    return name[: _SHORT_NAME + 1].rpartition(" ")[0] or name[:_SHORT_NAME]


def icon_url(organisation: OrganisationProfile, name: str) -> str:
    """The address changes with the colour and the logo."""
    look = get_look()
    known = hashlib.sha256(f"{look.theme_digest}{look.logo_digest}".encode()).hexdigest()[:8]
    return f"{reverse('portal:icon', args=[organisation.slug, name])}?v={known}"


@require_safe
@same_for_all
@in_any_organisation
def icon(request: HttpRequest, organisation: OrganisationProfile, name: str) -> HttpResponseBase:  # noqa: ARG001
    if name not in SIZES:
        raise Http404(name)
    ground = get_look().colours.header or GROUND
    content = icon_png(name=name, ground=ground, logo=logo_of())
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "public, max-age=31536000"})


@require_safe
@same_for_all
@in_organisation
def worker(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:  # noqa: ARG001
    """Lies in the portal's own folder, so it never sees the console or the interfaces for machines."""
    kept = _precached()
    offline = reverse("portal:offline", args=[organisation.slug])
    source = render_to_string("portal/pwa_worker.js")
    look = get_look()
    seed = "\n".join((source, *kept, organisation.name, look.theme_digest, look.logo_digest))
    config = {
        "slug": organisation.slug,
        "version": hashlib.sha256(seed.encode()).hexdigest()[:12],
        "home": reverse("portal:home", args=[organisation.slug]),
        "offline": offline,
        "precache": list(kept),
        "icon": icon_url(organisation, "192"),
        "name": organisation.name,
        "news": _general_news(organisation),
        "pushKey": public_key(settings.VAPID_KEYS[0]) if settings.VAPID_KEYS else "",
    }
    body = f"const CONFIG = {json.dumps(config)};\n{source}"
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _general_news(organisation: OrganisationProfile) -> str:
    """In one language for all: a worker that changed with its reader would be replaced at every visit."""
    with override(organisation.default_language):
        return gettext("There is news for you.")


def _precached() -> tuple[str, ...]:
    path = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    try:
        return _assets(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        # Quick tests run without a build; the pages then carry no script that could ask for this file.
        return ()


@lru_cache(maxsize=2)
def _assets(path: Path, changed: int) -> tuple[str, ...]:  # noqa: ARG001 - a new build is a new key
    entries = json.loads(path.read_text())
    found: dict[str, None] = {}

    def take(name: str) -> None:
        entry = entries[name]
        for file in (entry["file"], *entry.get("css", ())):
            found[static(file)] = None
        for other in entry.get("imports", ()):
            take(other)

    take("src/portal.js")
    for chunk in _KEPT_CHUNKS:
        if chunk in entries:
            take(chunk)
    return tuple(found)


@require_safe
@in_organisation
def opened(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    """Where `web+baraza:MI-2026-4KX7QA` and `tel:` links lead: to the report, else to the emergency and office numbers."""
    scheme, _, rest = request.GET.get("address", "").partition(":")
    reference = read_reference(rest.strip("/")) if scheme == "web+baraza" else None
    if reference is not None:
        return redirect(reverse("portal:tracked", args=[organisation.slug, reference]))
    return redirect(reverse("portal:home", args=[organisation.slug]))
