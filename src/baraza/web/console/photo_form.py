"""The photo that goes with an answer: one, of a kind that every telephone shows, of a size that can be sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.media.errors import MediaUnacceptable
from baraza.capabilities.media.photos import BYTES_AT_MOST
from baraza.web.console.window import PhotoChoice

_TYPES = ("image/jpeg", "image/png", "image/webp")
_MEGABYTES = BYTES_AT_MOST // (1024 * 1024)


class PhotoAnswerForm(forms.Form):
    """`choice` says whether a photo is offered; without one nothing is asked and nothing taken."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(_TYPES)}),
        error_messages={"empty": _("This file is empty")},
    )

    def __init__(self, *args: Any, choice: PhotoChoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self.fields["photo"].help_text = gettext(
            "JPEG, PNG or WebP, at most %(most)d MB. Where it was taken is removed from the file. %(goes)s"
        ) % {"most": _MEGABYTES, "goes": choice.words}

    def clean_photo(self) -> UploadedFile[Any] | None:
        photo: UploadedFile[Any] | None = self.cleaned_data["photo"]
        if photo is None:
            return None
        if not self.choice.offered:
            raise forms.ValidationError(self.choice.words or gettext("A photo cannot be added here"))
        if photo.size is None or photo.size > BYTES_AT_MOST:
            raise forms.ValidationError(gettext("This photo is larger than %(most)d MB") % {"most": _MEGABYTES})
        if photo.content_type not in _TYPES:
            raise forms.ValidationError(gettext("Choose a JPEG, PNG or WebP photo"))
        return photo

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        longest = self.choice.longest
        if cleaned.get("photo") and longest is not None and len(cleaned.get("text", "")) > longest:
            words = gettext("With a photo, write at most %(most)d characters") % {"most": longest}
            self.add_error("text", words)
        return cleaned

    def stored_photo(self) -> str:
        """The id of the photo, stripped and stored; empty without one. An error of the form when it cannot be taken."""
        photo: UploadedFile[Any] | None = self.cleaned_data.get("photo")
        if photo is None:
            return ""
        try:
            return store_upload(content=photo.read(), file_name="")
        except MediaUnacceptable as error:
            self.add_error("photo", str(error))
            return ""
