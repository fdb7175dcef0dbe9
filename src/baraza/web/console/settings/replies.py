"""Ready-made replies per language, for whoever answers residents."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.actions.canned import (
    CannedReplyChanged,
    CannedReplyUnknown,
    TitleTaken,
    reply_mark,
    save_canned_reply,
    set_canned_reply_active,
)
from baraza.services.complaints.queries.canned import CannedReplyDetail, list_canned_replies
from baraza.services.complaints.queries.categories import category_name, list_categories
from baraza.services.complaints.rules.canned import BadText, check_text
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import act, save, shown, stale_words
from baraza.web.ui.language_names import language_label

_LONGEST = 1000


class ReplyForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        help_text=_("Only staff see it."),
        error_messages={"required": _("Write a title by which colleagues find it")},
    )
    category = forms.ChoiceField(label=_("Offered first for"), required=False)
    # As the reply was when the page was opened.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    def __init__(self, *, organisation: OrganisationProfile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages = organisation.languages
        for code in self.languages:
            label = gettext("Words in %(language)s") % {"language": language_label(code)}
            attrs = {"rows": 4, "lang": code}
            self.fields[f"text_{code}"] = forms.CharField(
                label=label, required=False, max_length=_LONGEST, widget=forms.Textarea(attrs=attrs)
            )
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("All categories")), *((one.code, one.name) for one in list_categories())]

    @property
    def text_fields(self) -> list[BoundField]:
        return [self[f"text_{code}"] for code in self.languages]

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"text_{code}", "") for code in self.languages}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for code, text in self.texts().items():
            try:
                check_text(text)
            except BadText as error:
                self.add_error(f"text_{code}", str(error))
        if not any(self.texts().values()) and not self.errors:
            self.add_error(f"text_{self.languages[0]}", gettext("Write the words in at least one language"))
        return cleaned


@require_safe
@staff(permission="complaints.write_canned")
def replies(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    rows = [
        {
            "reply": one,
            "url": reverse("console:settings-reply", args=[one.id]),
            "category": category_name(code=one.category) if one.category else "",
            "missing": [language_label(code) for code in desk.organisation.languages if not one.texts.get(code)],
        }
        for one in list_canned_replies()
    ]
    return shown(request=request, desk=desk, template="replies", context={"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.write_canned")
def add(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return _edited(request=request, desk=desk, found=None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.write_canned")
def reply(request: HttpRequest, desk: Desk, reply_id: int) -> HttpResponseBase:
    found = next((one for one in list_canned_replies() if one.id == reply_id), None)
    if found is None:
        raise Http404(str(reply_id))
    return _edited(request=request, desk=desk, found=found)


def _edited(*, request: HttpRequest, desk: Desk, found: CannedReplyDetail | None) -> HttpResponseBase:
    posted, initial = request.method == "POST", dict[str, str]()
    if found is not None:
        words = {f"text_{code}": text for code, text in found.texts.items()}
        initial = {"title": found.title, "category": found.category, **words}
        initial["seen"] = reply_mark(title=found.title, texts=found.texts, category=found.category)
    form = ReplyForm(data=request.POST if posted else None, initial=initial, organisation=desk.organisation)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="reply", form=form, context={"found": found}, status=status)

    if not posted or not form.is_valid():
        return page()
    return save(
        request=request,
        form=form,
        run=lambda: save_canned_reply(
            actor=desk.actor,
            title=form.cleaned_data["title"],
            texts=form.texts(),
            category=form.cleaned_data["category"],
            reply_id=found.id if found else None,
            # Without its mark it is not known what was looked at, so it counts as another reply.
            expected=form.cleaned_data["seen"] if found else None,
        ),
        done=gettext("Reply saved"),
        to=reverse("console:settings-replies"),
        again=page,
        refusals={
            CannedReplyChanged: ("", stale_words()),
            TitleTaken: ("title", gettext("Another reply has this title")),
        },
    )


@require_POST
@staff(permission="complaints.write_canned")
def switch(request: HttpRequest, desk: Desk, reply_id: int) -> HttpResponseBase:
    active = request.POST.get("active") == "yes"
    try:
        return act(
            request=request,
            run=lambda: set_canned_reply_active(actor=desk.actor, reply_id=reply_id, active=active),
            done=gettext("Offered again") if active else gettext("Put away"),
            to=reverse("console:settings-replies"),
        )
    except CannedReplyUnknown as error:
        raise Http404(str(error)) from error
