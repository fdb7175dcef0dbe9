"""What is wrong with a form, as pairs of a field's id and words, for the summary on top of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet

from baraza.web.ui.forms import CivicBoundField

Problem = tuple[str, str]


def problems_of(
    source: forms.BaseForm | BaseFormSet[Any] | Iterable[Problem] | None,
) -> Iterable[Problem]:
    """An empty id where a problem belongs to no one field."""
    if isinstance(source, BaseFormSet):
        yield from (("", str(error)) for error in source.non_form_errors())
        for one in source.forms:
            yield from problems_of(one)
    elif isinstance(source, forms.BaseForm):
        for name, errors in source.errors.items():
            target = _target(source, name)
            yield from ((target, str(error)) for error in errors)
    elif source:
        yield from source


def _target(form: forms.BaseForm, name: str) -> str:
    if name not in form.fields:
        return ""
    bound = form[name]
    return bound.error_target if isinstance(bound, CivicBoundField) else bound.id_for_label
