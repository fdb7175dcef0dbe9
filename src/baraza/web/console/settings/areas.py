"""Areas: which layers answer, which one is home, and the upload of an official layer."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baraza.capabilities.geography.queries import get_area, list_editions
from baraza.capabilities.geography.uploads import (
    BYTES_AT_MOST,
    SUFFIXES,
    LayerUpload,
    UploadRefused,
    kinds,
    list_imports,
    may_upload,
    presets,
    upload_layer,
)
from baraza.core.identity.actor import NotAllowed
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import save, shown
from baraza.web.ui.forms import DateInput

_MEGABYTES = BYTES_AT_MOST // (1024 * 1024)


class UploadForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )
    edition = forms.CharField(
        label=_("Edition"),
        max_length=60,
        help_text=_("What its publisher calls it, such as 2021."),
        error_messages={"required": _("Write the edition, such as 2021")},
    )
    preset = forms.ChoiceField(label=_("Publisher"), required=False)
    kind = forms.ChoiceField(label=_("Kind of area"), required=False)
    code_field = forms.CharField(label=_("Column with the code"), required=False, max_length=60)
    name_field = forms.CharField(label=_("Column with the name"), required=False, max_length=60)
    parent_field = forms.CharField(label=_("Column with the wider area's code"), required=False, max_length=60)
    valid_from = forms.DateField(
        label=_("In force from"), required=False, widget=DateInput(), help_text=_("Empty: from the day of the import.")
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["file"].help_text = gettext("GeoJSON, or a zipped shapefile, at most %(most)s MB.") % {
            "most": _MEGABYTES
        }
        self._offer("preset", [("", gettext("Another one: I name the columns")), *((one, one) for one in presets())])
        self._offer("kind", [("", gettext("As the publisher says")), *((one, one) for one in kinds())])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not str(upload.name).lower().endswith(SUFFIXES):
            raise forms.ValidationError(gettext("Choose a .geojson, .json or .zip file"))
        if upload.size > BYTES_AT_MOST:
            raise forms.ValidationError(gettext("This file is larger than %(most)s MB") % {"most": _MEGABYTES})
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("preset"):
            for name in ("kind", "code_field", "name_field"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, gettext("Without a known publisher this is needed"))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="settings.manage")
def areas(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    organisation, posted = desk.organisation, request.method == "POST"
    allowed = may_upload(actor=desk.actor)
    form = UploadForm(data=request.POST if posted else None, files=request.FILES if posted else None)

    def page(status: int | None = None) -> HttpResponseBase:
        home = organisation.home_area_code
        context = {
            "editions": [one for one in list_editions() if one.country == organisation.country],
            "home": get_area(country=organisation.country, code=home) if home else None,
            "imports": list_imports(),
            "may_upload": allowed,
        }
        return shown(request=request, desk=desk, template="areas", form=form, context=context, status=status)

    if not posted or not form.is_valid():
        return page()
    cleaned = form.cleaned_data
    upload = LayerUpload(
        content=cleaned["file"].read(),
        file_name=cleaned["file"].name,
        country=organisation.country,
        edition=cleaned["edition"],
        preset=cleaned["preset"],
        kind=cleaned["kind"],
        code_field=cleaned["code_field"],
        name_field=cleaned["name_field"],
        parent_field=cleaned["parent_field"],
        valid_from=cleaned["valid_from"],
    )
    return save(
        request=request,
        form=form,
        run=lambda: upload_layer(actor=desk.actor, upload=upload),
        done=gettext("The file is here and is being read"),
        to=reverse("console:settings-areas"),
        again=page,
        refusals={
            UploadRefused: ("file", gettext("This file cannot be taken")),
            NotAllowed: ("", gettext("Several organisations share these areas; the platform's operator imports them.")),
        },
    )
