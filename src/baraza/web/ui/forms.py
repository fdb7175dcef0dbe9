"""Renders plain Django forms as accessible markup: label, hint, error, "(optional)", character count, tiles, photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, EngineMixin
from django.template.backends.base import BaseEngine
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from baraza.web.ui.icons import ICONS

_OWN_TEMPLATES = Path(__file__).parent / "form_templates"
_DJANGO_TEMPLATES = Path(django.forms.__file__).parent / "templates"


class CivicBoundField(BoundField):
    """A bound field that knows the classes, ids and texts our field template needs."""

    @property
    def kind(self) -> str:
        """Which layout the field template uses."""
        widget = self.field.widget
        if isinstance(widget, PhotoInput):
            return "photos"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
            return "parts"
        return "group" if self.use_fieldset else "single"

    @property
    def error_target(self) -> str:
        """The id an error summary links to: the control itself, or the first one of a group."""
        if self.kind in {"group", "parts"}:
            return self.id_for_label or f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def is_optional(self) -> bool:
        marked = getattr(self.form, "mark_optional", True)
        return bool(marked) and not self.field.required and self.kind != "checkbox"

    @property
    def maximum_length(self) -> int | None:
        """Only long texts are counted; a counter under a name field is noise."""
        if isinstance(self.field.widget, forms.Textarea):
            return getattr(self.field, "max_length", None)
        return None

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(dict(attrs), widget)
        control = widget or self.field.widget
        classes = [_control_class(control)]
        if self.maximum_length:
            classes.append("govuk-js-character-count")
            # The counter says how much is left; cutting pasted text off silently would lose it.
            built.setdefault("maxlength", False)
            described = str(built.get("aria-describedby") or "")
            built["aria-describedby"] = f"{described} {self.auto_id}-info".strip()
        classes += [str(source.get("class", "")) for source in (control.attrs, attrs)]
        joined = " ".join(dict.fromkeys(" ".join(classes).split()))
        return {**built, "class": joined} if joined else built

    def get_context(self, **options: Any) -> dict[str, Any]:
        attrs = dict(options.pop("attrs", {}))
        if self.kind == "group" and options.get("inline"):
            attrs["data-inline"] = "true"
        optional = options.pop("optional", None)
        return {
            "field": self,
            "control": self.as_widget(attrs=attrs),
            "optional": self.is_optional if optional is None else optional,
            "counter": _counter_texts(self.maximum_length) if self.maximum_length else None,
            **options,
        }

    def group(self, **options: Any) -> str:
        """The whole field, with options of the `field` tag."""
        return self.renderer.render(self.template_name, self.get_context(**options))


class GovukFormRenderer(EngineMixin, BaseRenderer):
    """Our templates first, then those of any installed app, then Django's own."""

    backend = DjangoTemplates
    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = CivicBoundField

    @cached_property
    def engine(self) -> BaseEngine:
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [_OWN_TEMPLATES, _DJANGO_TEMPLATES],
                "NAME": "civicforms",
                "OPTIONS": {},
            }
        )


class TilesSelect(forms.RadioSelect):
    """Radio buttons as large tiles with a picture; the icon is looked up by the choice's value unless `icons` names another."""

    template_name = "ui/forms/tiles.html"
    option_template_name = "ui/forms/tile.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[tuple[Any, Any]] = (),
        icons: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.icons = dict(icons or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        icon = self.icons.get(str(value), str(value))
        return {**option, "icon": icon if icon in ICONS else ""}


class DateInput(forms.DateInput):
    """The device's own date picker; it speaks ISO dates whatever the page language is."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PhotoInput(forms.FileInput):
    """Camera and gallery side by side, several pictures under one name."""

    template_name = "ui/forms/photos.html"
    allow_multiple_selected = True
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, max_files: int = 3) -> None:
        super().__init__({"accept": "image/*", **(attrs or {})})
        self.max_files = max_files

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ARG002 - Django names it
        """Two inputs share the name: the browser must not insist on both."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["max_files"] = self.max_files
        return context


class PhotosField(forms.FileField):
    """Up to `max_files` pictures; cleans to a list. What is inside the files is checked where they are stored."""

    widget = PhotoInput
    default_error_messages = {"too_many": _("Choose at most %(count)d photos.")}

    def __init__(self, *, max_files: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PhotoInput(max_files=max_files))
        super().__init__(**kwargs)
        self.max_files = max_files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = [one for one in (data or []) if one]
        if not files:
            super().clean(None, initial)
            return []
        if len(files) > self.max_files:
            raise forms.ValidationError(
                self.error_messages["too_many"], code="too_many", params={"count": self.max_files}
            )
        return [super(PhotosField, self).clean(one, initial) for one in files]


def _control_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return "govuk-textarea"
    if isinstance(widget, forms.FileInput):
        return "" if isinstance(widget, PhotoInput) else "govuk-file-upload"
    if isinstance(widget, forms.CheckboxInput):
        return "govuk-checkboxes__input"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput):
        return ""
    if isinstance(widget, forms.Select | forms.SelectDateWidget):
        return "govuk-select"
    return "govuk-input"


def _counter_texts(maximum: int) -> dict[str, Any]:
    """The browser fills `%{count}`; the words are ours, in the page's language."""

    def left(count: int) -> str:
        text = ngettext("You have {count} character left", "You have {count} characters left", count)
        return text.replace("{count}", "%{count}")

    def over(count: int) -> str:
        text = ngettext("You have {count} character too many", "You have {count} characters too many", count)
        return text.replace("{count}", "%{count}")

    return {
        "maximum": maximum,
        "fallback": gettext("You can write up to {count} characters").format(count=maximum),
        "left_one": left(1),
        "left_other": left(2),
        "left_none": gettext("You have no characters left"),
        "over_one": over(1),
        "over_other": over(2),
    }
