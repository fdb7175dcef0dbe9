"""The organisation's own words on privacy, per language, with a look at how residents will read them."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.privacy import LONGEST, SECTION, list_privacy_texts, set_privacy_texts
from baraza.core.settings.sections import section_version
from baraza.lib.paragraphs import read_blocks
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown
from baraza.web.ui.language_names import language_label


class PrivacyForm(SectionForm):
    def __init__(self, *, organisation: OrganisationProfile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages = organisation.languages
        for code in self.languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext("Words in %(language)s") % {"language": language_label(code)},
                help_text=gettext("Empty: residents read our words."),
                required=False,
                max_length=LONGEST,
                error_messages={"max_length": gettext("Write at most %(limit_value)s signs; these are %(show_value)s")},
                widget=forms.Textarea(attrs={"rows": 10, "lang": code}),
            )

    @property
    def text_fields(self) -> list[BoundField]:
        return [self[f"text_{code}"] for code in self.languages]

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"].strip() for code in self.languages}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def privacy(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted, kept = request.method == "POST", list_privacy_texts()
    initial = {"version": section_version(name=SECTION), **{f"text_{code}": text for code, text in kept.items()}}
    form = PrivacyForm(organisation=desk.organisation, data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None, *, looked_at: dict[str, str] | None = None) -> HttpResponseBase:
        previews = [{"language": code, "blocks": read_blocks(text)} for code, text in (looked_at or {}).items() if text]
        context = {"previews": previews, "previewed": looked_at is not None}
        return shown(request=request, desk=desk, template="privacy", form=form, context=context, status=status)

    if not posted or not form.is_valid():
        return page()
    if "preview" in request.POST:
        return page(looked_at=form.texts())
    return save(
        request=request,
        form=form,
        run=lambda: set_privacy_texts(actor=desk.actor, texts=form.texts(), version=form.cleaned_data["version"]),
        done=gettext("Privacy texts saved"),
        to=reverse("console:settings-privacy"),
        again=page,
    )
