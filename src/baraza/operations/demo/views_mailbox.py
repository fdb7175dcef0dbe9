"""The mailbox page of the demonstration: read what residents were written by e-mail, and answer it."""

from dataclasses import dataclass

import httpx
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baraza.core.ingress.connections import connection_facts, list_connections
from baraza.core.organisations.queries import OrganisationProfile, OrganisationUnknown, get_organisation_by_slug
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.demo import mailbox
from baraza.operations.demo.organisations import ORGANISATIONS

_SOURCE = "email.mailgun"
_TAKEN = 200


@dataclass(frozen=True)
class _Place:
    profile: OrganisationProfile
    url: str
    signing_key: str
    domain: str


class AnswerForm(forms.Form):
    letter = forms.CharField()
    sender = forms.EmailField()
    text = forms.CharField(required=False)
    photo = forms.FileField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    place = _place(request, slug)
    found = mailbox.letters(directory=settings.LETTERS_DIRECTORY, domain=place.domain)
    if request.method == "POST":
        _answer(request, place, found)
        return redirect("demo:mailbox", slug)
    context = {"organisation": place.profile, "organisations": ORGANISATIONS, "letters": found}
    return render(request, "operations/mailbox.html", context)


def _answer(request: HttpRequest, place: _Place, found: list[mailbox.InBox]) -> None:
    form = AnswerForm(request.POST, request.FILES)
    letter = next((one for one in found if one.id == request.POST.get("letter")), None)
    if not form.is_valid() or letter is None:
        messages.error(request, gettext("Write an e-mail address, and answer a letter that is on this page."))
        return
    upload = form.cleaned_data["photo"]
    photo = (upload.name, upload.read(), upload.content_type or "application/octet-stream") if upload else None
    answer = mailbox.Answer(
        letter=letter, sender=form.cleaned_data["sender"], text=form.cleaned_data["text"], photo=photo
    )
    try:
        status = mailbox.send(url=place.url, signing_key=place.signing_key, answer=answer)
    except httpx.HTTPError:
        status = 0
    if status == _TAKEN:
        messages.success(request, gettext("The desk has your answer. Look at the report, or at the conversations."))
    else:
        messages.error(request, gettext("The desk did not take it (status %(status)s).") % {"status": status})


def _place(request: HttpRequest, slug: str) -> _Place:
    try:
        profile = get_organisation_by_slug(slug=slug)
    except OrganisationUnknown as error:
        raise Http404(str(error)) from error
    with organisation_scope(organisation_id=profile.id):
        one = next((one for one in list_connections() if one.source == _SOURCE), None)
        if one is None:
            raise Http404("This organisation has no demonstration mailbox.")
        facts = connection_facts(connection_id=one.id)
    return _Place(
        profile,
        url=f"http://127.0.0.1:{request.META['SERVER_PORT']}{one.path}",
        signing_key=facts.secrets.get("signing_key", ""),
        domain=str(one.options.get("sender", "")).rpartition("@")[2],
    )
