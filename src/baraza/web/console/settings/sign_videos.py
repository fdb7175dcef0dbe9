"""Films in sign language for the key pages of residents: uploaded with their captions, replaced, taken away."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.sign_videos import (
    BYTES_AT_MOST,
    PAGES,
    SIGN_LANGUAGES,
    FilmUnusable,
    VideoUnknown,
    keep_sign_video,
    kind_of_film,
    list_sign_videos,
    remove_sign_video,
)
from baraza.lib.captions import LONGEST_LINE, CaptionsUnusable, read_captions
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import act, save, shown
from baraza.web.ui.language_names import language_label

_CAPTIONS_AT_MOST = 200 * 1024
_FAULTS = {
    "no_webvtt": _("This is no WebVTT file: its first line must be WEBVTT"),
    "empty": _("There is no caption in this file"),
    "no_time": _("Caption %(cue)s has no time that can be read, such as 00:01.000 --> 00:03.500"),
    "no_words": _("Caption %(cue)s has no words"),
    "overlap": _("Caption %(cue)s begins before the one above it has ended"),
    "too_short": _("Caption %(cue)s is shown for less than a second"),
    "too_long": _("Caption %(cue)s has more than two lines, or a line of more than %(most)s signs"),
}


class SignVideoForm(forms.Form):
    use_required_attribute = False

    page = forms.ChoiceField(label=_("Page"))
    sign_language = forms.ChoiceField(label=_("Sign language"), choices=list(SIGN_LANGUAGES.items()))
    film = forms.FileField(
        label=_("Film"),
        help_text=_("MP4 or WebM, at most 25 MB. It takes the place of the one that this page has in this language."),
        widget=forms.FileInput(attrs={"accept": "video/mp4,video/webm"}),
        error_messages={"required": _("Choose a film"), "empty": _("This file is empty")},
    )
    captions = forms.FileField(
        label=_("Captions"),
        help_text=_("A WebVTT file. Without captions a film is not shown to anybody."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        error_messages={"required": _("Choose the captions, a .vtt file"), "empty": _("This file is empty")},
    )
    captions_language = forms.ChoiceField(label=_("The captions are in"))

    def __init__(self, *, organisation: OrganisationProfile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._offer("page", [(code, gettext(label)) for code, label in PAGES.items()])
        self._offer("captions_language", [(code, language_label(code)) for code in organisation.languages])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_film(self) -> bytes:
        upload = self.cleaned_data["film"]
        assert isinstance(upload, UploadedFile)
        if (upload.size or 0) > BYTES_AT_MOST:
            raise forms.ValidationError(gettext("This film is larger than 25 MB"))
        content: bytes = upload.read()
        try:
            kind_of_film(content)
        except FilmUnusable as error:
            raise forms.ValidationError(gettext("This is no MP4 and no WebM film")) from error
        return content

    def clean_captions(self) -> str:
        upload = self.cleaned_data["captions"]
        assert isinstance(upload, UploadedFile)
        try:
            # What is cut off or holds a zero byte is no text that a browser could show.
            text: str = upload.read(_CAPTIONS_AT_MOST).decode()
            read_captions("" if "\0" in text else text)
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_FAULTS["no_webvtt"]) from error
        except CaptionsUnusable as error:
            raise forms.ValidationError(_FAULTS[error.fault] % {"cue": error.cue, "most": LONGEST_LINE}) from error
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def sign_videos(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    posted = request.method == "POST"
    form = SignVideoForm(
        organisation=desk.organisation,
        data=request.POST if posted else None,
        files=request.FILES if posted else None,
    )

    def page(status: int | None = None) -> HttpResponseBase:
        rows = [{"video": one, "page": gettext(PAGES[one.page])} for one in list_sign_videos()]
        return shown(
            request=request, desk=desk, template="sign_videos", form=form, context={"rows": rows}, status=status
        )

    if not posted or not form.is_valid():
        return page()
    return save(
        request=request,
        form=form,
        run=lambda: keep_sign_video(actor=desk.actor, **form.cleaned_data),
        done=gettext("Film saved"),
        to=reverse("console:settings-sign-videos"),
        again=page,
    )


@require_POST
@staff(permission="settings.manage")
def remove(request: HttpRequest, desk: Desk, video_id: int) -> HttpResponseBase:
    try:
        return act(
            request=request,
            run=lambda: remove_sign_video(actor=desk.actor, video_id=video_id),
            done=gettext("Film taken away"),
            to=reverse("console:settings-sign-videos"),
        )
    except VideoUnknown as error:
        raise Http404(str(error)) from error
