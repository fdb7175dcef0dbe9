"""How far these pages are usable for everybody, as measured; and a way to say where they are not, without a call."""

import hashlib
import json
import logging
import uuid
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.core.identity.actor import resident
from baraza.core.identity.addresses import address_of, visitor_of
from baraza.core.identity.sign_in.buckets import Allowance, take
from baraza.core.organisations.queries import OrganisationProfile
from baraza.lib.phone import normalise
from baraza.messaging.actions import contact_for_phone
from baraza.services.complaints.actions.barrier import report_barrier
from baraza.web.portal.explore_cache import same_form_for_all
from baraza.web.portal.forms import LONGEST_DESCRIPTION
from baraza.web.portal.ownership import claim
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.ui.language_names import language_label
from baraza.web.ui.tries import too_many

logger = logging.getLogger(__name__)
SAID = Allowance(name="barriers", per_minute=3, at_once=10)


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the checker found when the pages were last walked through; `faults` are its own words, in English."""

    on: date
    pages: int
    views: int
    languages: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def language_names(self) -> str:
        return ", ".join(language_label(code) for code in self.languages)


class BarrierForm(forms.Form):
    use_required_attribute = False

    words = forms.CharField(
        label=_("What could you not do, and on which page?"),
        help_text=_("If you can, say with which device and aid: a screen reader, a keyboard, large text."),
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you could not do")},
    )
    phone = forms.CharField(
        label=_("Your mobile number"),
        required=False,
        max_length=40,
        help_text=_("We answer there in writing and never call. You can leave it empty."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region = region

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"].strip()
        number = normalise(written, region=self.region) if written else ""
        if number is None:
            raise forms.ValidationError(gettext("Write a mobile number such as 082 123 4567"))
        return number


@require_http_methods(["GET", "HEAD", "POST"])
@same_form_for_all
@in_organisation
def statement(request: HttpRequest, organisation: OrganisationProfile) -> HttpResponseBase:
    posted = request.method == "POST"
    form = BarrierForm(request.POST if posted else None, region=organisation.phone_region)
    if posted and form.is_valid():
        wait = take(SAID, who=visitor_of(address_of(request)))
        if wait:
            return too_many(request, seconds=wait)
        reference, contact_id = _said(form, key=_key(request))
        claim(request=request, organisation=organisation, references=[reference], contact_id=contact_id)
        return redirect(reverse("portal:sent", args=[organisation.slug, reference]))
    context = {**shell(organisation=organisation, current="accessibility"), "form": form, "results": results()}
    return render(request, "portal/accessibility.html", context, status=422 if form.errors else 200)


def _said(form: BarrierForm, *, key: str) -> tuple[str, int | None]:
    language, phone = get_language() or "", form.cleaned_data["phone"]
    with transaction.atomic():
        contact_id = contact_for_phone(phone=phone, name="", language=language) if phone else None
        reference = report_barrier(
            actor=resident(contact_id=contact_id),
            words=gettext("These pages are hard to use: %(words)s") % {"words": form.cleaned_data["words"]},
            language=language,
            contact_id=contact_id,
            source_key=f"barrier:{key}",
        )
    return reference, contact_id


def _key(request: HttpRequest) -> str:
    """Of the one page that was handed out, however often its button is pressed: no other has its token."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    return hashlib.sha256(token.encode()).hexdigest()[:32] if token else uuid.uuid4().hex


def results() -> Results | None:
    """None when nothing was measured for what runs here, which the page then says."""
    path = Path(settings.ACCESSIBILITY_RESULTS)
    try:
        found = _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        logger.exception("The results of the accessibility walk cannot be read: %s", path)
        return None
    # A walk that saw nothing found no fault either, and may not say so.
    return found if found.pages else None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Results:  # noqa: ARG001 - a new file is a new key
    found = json.loads(path.read_text())
    return Results(
        on=date.fromisoformat(found["on"]),
        pages=int(found["pages"]),
        views=int(found["views"]),
        languages=tuple(found["languages"]),
        faults=tuple(found["faults"]),
    )
