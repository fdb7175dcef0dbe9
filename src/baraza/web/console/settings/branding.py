"""Colours and logo, with a sample in the light and in the dark and words on what would pass."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baraza.capabilities.media.errors import MediaUnacceptable
from baraza.capabilities.media.logos import BYTES_AT_MOST, make_logo
from baraza.core.settings.branding import SECTION, ColoursUnreadable, get_look, set_branding
from baraza.core.settings.looks import Colours, Unreadable, unreadable, variables
from baraza.core.settings.sections import section_version
from baraza.lib.colours import read_colour
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, save, shown

_PARTS = ("brand", "header", "accent")


class ColourField(forms.CharField):
    """Six hexadecimal digits as a person writes them, or nothing for our own."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"data-ba-colour": True, "autocomplete": "off", "spellcheck": "false"}
        super().__init__(required=False, max_length=9, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        written = super().clean(value).strip()
        if not written:
            return ""
        colour = read_colour(written)
        if colour is None:
            raise forms.ValidationError(
                gettext("Write a colour as # and six signs from 0 to 9 and a to f, such as #0b5563")
            )
        return colour


class BrandingForm(SectionForm):
    brand = ColourField(label=_("Buttons and links"), help_text=_("Such as #0b5563. Empty for ours."))
    header = ColourField(label=_("Bar on top"), help_text=_("Its text is black or white, whichever is easier to read."))
    accent = ColourField(label=_("Stripe on the bar"), help_text=_("Must stand out from the bar."))
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at least 64 and at most 4,096 pixels wide and high, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    def clean_logo(self) -> bytes | None:
        """What is kept is a picture that we wrote anew, never the file that was sent."""
        upload = self.cleaned_data.get("logo")
        if not isinstance(upload, UploadedFile):
            return None
        if (upload.size or 0) > BYTES_AT_MOST:
            raise forms.ValidationError(gettext("This file is larger than 1 MB"))
        try:
            return make_logo(upload.read())
        except MediaUnacceptable as error:
            raise forms.ValidationError(logo_words(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for problem in unreadable(self.colours()):
                self.add_error(problem.part, words_of(problem))
        return cleaned

    def colours(self) -> Colours:
        return Colours(**{part: self.cleaned_data[part] for part in _PARTS})


def logo_words(error: MediaUnacceptable) -> str:
    return str(error)


def words_of(problem: Unreadable) -> str:
    """How far it is from what is needed, and a shade of the same colour that would do."""
    facts = {
        "colour": problem.colour,
        "found": problem.contrast,
        "needed": problem.needed,
        "instead": problem.instead or "",
    }
    if problem.part == "accent":
        said = gettext("The stripe %(colour)s has a contrast of %(found)s to 1 with the bar; it needs %(needed)s to 1.")
    else:
        said = gettext(
            "Text in %(colour)s has a contrast of %(found)s to 1 with the page; people need %(needed)s to 1 to read it."
        )
    advice = (
        gettext("%(instead)s would pass.")
        if problem.instead
        else gettext("No shade of it passes; choose another colour.")
    )
    return f"{said} {advice}" % facts


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def branding(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted, look = request.method == "POST", get_look()
    now = {part: getattr(look.colours, part) for part in _PARTS}
    initial = {"version": section_version(name=SECTION), **now}
    form = BrandingForm(data=request.POST if posted else None, files=request.FILES if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        tried = {part: str(form[part].value() or "") for part in _PARTS}
        sample = reverse("console:settings-branding-sample")
        context = {"look": look, "sample_url": f"{sample}?{urlencode(tried)}", "sample_base": sample}
        return shown(request=request, desk=desk, template="branding", form=form, context=context, status=status)

    if not posted or not form.is_valid():
        return page()
    cleaned = form.cleaned_data
    return save(
        request=request,
        form=form,
        run=lambda: set_branding(
            actor=desk.actor,
            colours=form.colours(),
            version=cleaned["version"],
            logo=cleaned["logo"],
            remove_logo=cleaned["remove_logo"],
        ),
        done=gettext("Branding saved"),
        to=reverse("console:settings-branding"),
        again=page,
        refusals={ColoursUnreadable: ("", gettext("These colours cannot be read"))},
    )


@require_safe
@staff(permission="settings.manage")
def sample(request: HttpRequest, desk: Desk) -> HttpResponseBase:  # noqa: ARG001 - the desk is who may ask
    """The variables of the colours in the address, for the two samples on the page alone.

    In the place of one that cannot be read stands the shade of it that would pass.
    """
    given = {part: read_colour(request.GET.get(part, "")) or "" for part in _PARTS}
    instead = {problem.part: problem.instead or "" for problem in unreadable(Colours(**given))}
    light, dark = variables(Colours(**{**given, **instead}))
    rules = (
        f'.ba-sample[data-sample="{name}"]{{{";".join(f"--ba-{key}:{value}" for key, value in values.items())}}}'
        for name, values in (("light", light), ("dark", dark))
    )
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")
