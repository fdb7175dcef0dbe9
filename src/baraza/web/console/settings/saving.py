"""How every page of settings ends: saved, refused in words, or shown again because a colleague was faster."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.core.settings.profile import NothingToUndo
from baraza.core.settings.sections import SettingsChanged
from baraza.web.console.access import Desk
from baraza.web.console.shell import shell

Refusals = Mapping[type[Exception], tuple[str, str]]


class SectionForm(forms.Form):
    """`version` is that of the settings when the page was opened."""

    use_required_attribute = False
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, label=_("Version"))


def shown(
    *,
    request: HttpRequest,
    desk: Desk,
    template: str,
    form: forms.BaseForm | None = None,
    context: Mapping[str, Any] | None = None,
    status: int | None = None,
) -> HttpResponseBase:
    """A page of settings; 422 when its form has errors."""
    found = {**shell(desk=desk, current="settings"), "form": form, **(context or {})}
    wrong = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, f"console/settings/{template}.html", found, status=status or wrong)


def save(
    *,
    request: HttpRequest,
    form: forms.BaseForm,
    run: Callable[[], object],
    done: str,
    to: str,
    again: Callable[[int], HttpResponseBase],
    refusals: Refusals | None = None,
) -> HttpResponseBase:
    """One call into an action. `refusals` maps what it raises to the field and the words; `again` shows the page with status."""
    known = refusals or {}
    try:
        with transaction.atomic():
            run()
    except SettingsChanged:
        form.add_error(None, stale_words())
        return again(409)
    except tuple(known) as error:
        name, words = next(said for kind, said in known.items() if isinstance(error, kind))
        form.add_error(name or None, words)
        return again(422)
    messages.success(request, done, extra_tags="toast")
    return redirect(to)


def act(
    *,
    request: HttpRequest,
    run: Callable[[], object],
    done: str,
    to: str,
    refusals: Mapping[type[Exception], str] | None = None,
) -> HttpResponseBase:
    """A button without a form: the words of a refusal stand on the page that it leads back to."""
    known = refusals or {}
    try:
        with transaction.atomic():
            run()
    except SettingsChanged:
        messages.warning(request, stale_words())
    except NothingToUndo:
        messages.warning(request, gettext("There is nothing to undo any more."))
    except tuple(known) as error:
        messages.warning(request, next(words for kind, words in known.items() if isinstance(error, kind)))
    else:
        messages.success(request, done, extra_tags="toast")
    return redirect(to)


def stale_words() -> str:
    return gettext(
        "A colleague changed these settings while you had the page open. What you wrote is kept below. "
        "Open the page again to see theirs, then save yours."
    )


def version_of(request: HttpRequest) -> int:
    """What a button says it was looking at; 0, which is never right, when it says nothing readable."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0  # noqa: PLR2004
