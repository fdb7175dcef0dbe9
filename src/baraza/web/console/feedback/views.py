"""Admins read what was said, week by week, and mark it as read; members say what they think of the desk."""

import uuid
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.capabilities.feedback.actions import give, mark_read
from baraza.capabilities.feedback.policies import READ
from baraza.capabilities.feedback.queries import Said, list_feedback, waiting, weekly
from baraza.capabilities.live.policies import FOLLOW
from baraza.lib.translation import gettext_noop
from baraza.web.console.access import Desk, staff
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell
from baraza.web.ui.language_names import language_label

_MOODS: Final = {"good": gettext_noop("Good"), "mixed": gettext_noop("Partly good"), "bad": gettext_noop("Bad")}
_TONES: Final = {"good": "green", "mixed": "yellow", "bad": "red"}
_SOURCES: Final = {"resident": gettext_noop("A resident"), "member": gettext_noop("A colleague")}
_LONGEST_WORDS, _LONGEST_KEY = 2000, 40


class GiveForm(forms.Form):
    use_required_attribute = False

    mood = forms.ChoiceField(
        label=_("How is it to work with this desk?"),
        required=False,
        choices=[(code, _(name)) for code, name in _MOODS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What goes well, or what should be better?"),
        help_text=_("Your name is not kept with it. Please write no names of residents."),
        max_length=_LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you think")},
    )
    key = forms.CharField(max_length=_LONGEST_KEY, widget=forms.HiddenInput())


@require_safe
@staff(permission=READ)
def feedback(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    before = whole_number(request.GET.get("before", ""))
    page = list_feedback(before=before)
    context = {
        **shell(desk=desk, current="feedback"),
        "rows": [_row(one) for one in page.said],
        "waiting": waiting(),
        "weeks": weekly() if before is None else [],
        "newest": page.said[0].id if page.said else 0,
        "older_url": f"?before={page.older}" if page.older else "",
        "newer_url": reverse("console:feedback") if before is not None else "",
    }
    return render(request, "console/feedback/list.html", context)


@require_POST
@staff(permission=READ)
def read(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Up to the newest that the page showed: what came since is still new."""
    count = mark_read(actor=desk.actor, up_to=whole_number(request.POST.get("newest", "")) or 0)
    done = ngettext("%(count)d marked as read", "%(count)d marked as read", count) % {"count": count}
    messages.success(request, done, extra_tags="toast")
    return redirect("console:feedback")


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission=FOLLOW)
def give_it(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = GiveForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4().hex})
    if form.is_valid():
        cleaned = form.cleaned_data
        give(
            actor=desk.actor,
            words=cleaned["words"],
            mood=cleaned["mood"],
            language=get_language() or "",
            source_key=f"desk:{cleaned['key']}",
        )
        messages.success(request, gettext("Thank you. Your admins read it at least once a week."))
        return redirect("console:feedback-give")
    context = {**shell(desk=desk, current="feedback-give"), "form": form}
    return render(request, "console/feedback/give.html", context, status=422 if form.errors else 200)


def _row(one: Said) -> dict[str, object]:
    return {
        "said": one,
        "from": gettext(_SOURCES[one.source]),
        "language": language_label(one.language) if one.language else "",
        "mood": gettext(_MOODS[one.mood]) if one.mood else "",
        "tone": _TONES.get(one.mood, "grey"),
    }
