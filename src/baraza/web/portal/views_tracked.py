"""One report, and what who reported or follows it can do: comment, add photos, rate, open it again, stop following."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.capabilities.media.errors import MediaUnacceptable, MediaUnknown
from baraza.capabilities.media.queries import open_media
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import OrganisationProfile
from baraza.messaging.contacts import has_addresses
from baraza.messaging.devices import offered_key
from baraza.messaging.reaching import letters_connection
from baraza.services.complaints.actions.move import reopen
from baraza.services.complaints.actions.rate import NotToRate, rate
from baraza.services.complaints.actions.words import add_photo, comment, follow, unfollow
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, get_timeline
from baraza.services.complaints.queries.own import follows, rating_of
from baraza.services.complaints.queries.own_link import own_link
from baraza.services.complaints.states import MoveRefused
from baraza.web.portal.forms_track import MorePhotosForm, RatingForm, WordsForm
from baraza.web.portal.limits import for_who_does_not_guess
from baraza.web.portal.ownership import holder
from baraza.web.portal.scope import in_organisation
from baraza.web.portal.shell import shell
from baraza.web.portal.tracked import described
from baraza.web.portal.uploads import store_photo
from baraza.web.portal.views_track import read_or_given, seen_by, unknown_reference


@require_safe
@in_organisation
@for_who_does_not_guess
def report(request: HttpRequest, organisation: OrganisationProfile, reference: str) -> HttpResponseBase:
    return shown(request=request, organisation=organisation, reference=reference)


def shown(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    reference: str,
    wrong: Form | None = None,
    status: int | None = None,
) -> HttpResponseBase:
    """The report's page; `wrong` is the form of an act that was refused, with what was written."""
    try:
        complaint = seen_by(request=request, organisation=organisation, reference=read_or_given(reference))
    except ComplaintUnknown:
        return unknown_reference(request=request, organisation=organisation)
    held = holder(request=request, organisation=organisation, reference=complaint.reference)
    own = held is not None and held.own
    context: dict[str, Any] = {
        **shell(organisation=organisation, current="track"),
        **described(complaint=complaint, organisation=organisation, own=own),
        "form": wrong,
        "page_url": _address(organisation, complaint.reference),
        "device_key": offered_key(),
    }
    if held is not None:
        rated = rating_of(complaint_id=complaint.id)
        context |= _forms(wrong, stars=rated.stars if rated else None, words=rated.comment if rated else "")
        context |= {
            "held": True,
            "letters": letters_connection() is not None,
            "own": own,
            "rated": rated,
            "follows": follows(contact_id=held.actor.id, complaint_id=complaint.id),
            "reachable": held.actor.id is not None and has_addresses(contact_id=held.actor.id),
            "link": request.build_absolute_uri(own_link(organisation=organisation, reference=complaint.reference))
            if own
            else "",
        }
    code = status or (422 if wrong is not None and wrong.errors else 200)
    response = render(request, "portal/tracked.html", context, status=code)
    # What anybody may see the app keeps for when there is no network; what is said to the reporter is kept nowhere.
    response.headers["Cache-Control"] = "private, no-cache" if held is None else "private, no-store"
    return response


def _forms(wrong: Form | None, *, stars: int | None, words: str) -> dict[str, Form]:
    forms: dict[str, Form] = {
        "comment_form": _comment_form(initial={"key": uuid.uuid4()}),
        "reopen_form": _reopen_form(initial={"key": uuid.uuid4()}),
        "photos_form": MorePhotosForm(initial={"key": uuid.uuid4()}),
        "rating_form": RatingForm(initial={"stars": stars, "words": words}),
    }
    name = next((name for name, form in forms.items() if wrong is not None and form.auto_id == wrong.auto_id), "")
    return {**forms, name: wrong} if wrong is not None and name else forms


def _address(organisation: OrganisationProfile, reference: str) -> str:
    return reverse("portal:tracked", args=[organisation.slug, reference])


def _comment_form(**options: Any) -> WordsForm:
    return WordsForm(label=gettext("Your comment"), auto_id="comment_%s", **options)


def _reopen_form(**options: Any) -> WordsForm:
    return WordsForm(label=gettext("What is still wrong?"), auto_id="reopen_%s", **options)


_Act = Callable[[HttpRequest, OrganisationProfile, str, Actor], HttpResponseBase]


def _by_holder(view: _Act, *, own_only: bool = False) -> Callable[..., HttpResponseBase]:
    """Nobody acts on somebody else's report: who only knows its reference is told how to show that it is theirs."""

    @require_POST
    @in_organisation
    @for_who_does_not_guess
    @wraps(view)
    def guarded(request: HttpRequest, organisation: OrganisationProfile, *, reference: str) -> HttpResponseBase:
        known = read_or_given(reference)
        held = holder(request=request, organisation=organisation, reference=known)
        if held is None or (own_only and not held.own):
            return shown(request=request, organisation=organisation, reference=known, status=403)
        try:
            return view(request, organisation, known, held.actor)
        except ComplaintUnknown:
            return unknown_reference(request=request, organisation=organisation)

    return guarded


def _by_reporter(view: _Act) -> Callable[..., HttpResponseBase]:
    return _by_holder(view, own_only=True)


@_by_holder
def add_comment(
    request: HttpRequest, organisation: OrganisationProfile, reference: str, actor: Actor
) -> HttpResponseBase:
    form = _comment_form(data=request.POST)
    if not form.is_valid():
        return shown(request=request, organisation=organisation, reference=reference, wrong=form)
    key = f"web:{form.cleaned_data['key']}"
    comment(actor=actor, reference=reference, text=form.cleaned_data["text"], source_key=key)
    return _done(request, organisation, reference, gettext("Thank you. We added your comment."))


@_by_reporter
def open_again(
    request: HttpRequest, organisation: OrganisationProfile, reference: str, actor: Actor
) -> HttpResponseBase:
    form = _reopen_form(data=request.POST)
    if not form.is_valid():
        return shown(request=request, organisation=organisation, reference=reference, wrong=form)
    words, key = form.cleaned_data["text"], f"web:{form.cleaned_data['key']}"
    try:
        # The words and the move belong together: refused, neither stays.
        with transaction.atomic():
            reopen(actor=actor, reference=reference, reason=words, source_key=key)
    except MoveRefused:
        messages.info(request, gettext("This report is open already. You can add a comment."))
        kept = _comment_form(initial={"key": uuid.uuid4(), "text": words})
        return shown(request=request, organisation=organisation, reference=reference, wrong=kept)
    return _done(request, organisation, reference, gettext("Thank you. We opened it again."))


@_by_holder
def add_photos(
    request: HttpRequest, organisation: OrganisationProfile, reference: str, actor: Actor
) -> HttpResponseBase:
    form = MorePhotosForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():
                for place, upload in enumerate(form.cleaned_data["photos"]):
                    media_id = store_photo(request=request, upload=upload)
                    key = f"web:{form.cleaned_data['key']}:{place}"
                    add_photo(actor=actor, reference=reference, media_id=media_id, source_key=key)
        except MediaUnacceptable as error:
            form.add_error("photos", str(error))
    if form.errors:
        return shown(request=request, organisation=organisation, reference=reference, wrong=form)
    return _done(request, organisation, reference, gettext("Thank you for the photo."))


@_by_reporter
def give_rating(
    request: HttpRequest, organisation: OrganisationProfile, reference: str, actor: Actor
) -> HttpResponseBase:
    form = RatingForm(request.POST)
    if not form.is_valid():
        return shown(request=request, organisation=organisation, reference=reference, wrong=form)
    try:
        rate(
            actor=actor,
            reference=reference,
            stars=int(form.cleaned_data["stars"]),
            comment=form.cleaned_data["words"],
        )
    except NotToRate:
        messages.info(request, gettext("This report is open again. You can rate it when it is done."))
        return redirect(_address(organisation, reference))
    return _done(request, organisation, reference, gettext("Thank you for your rating."))


@_by_holder
def stop_following(
    request: HttpRequest, organisation: OrganisationProfile, reference: str, actor: Actor
) -> HttpResponseBase:
    unfollow(actor=actor, reference=reference)
    return _done(request, organisation, reference, gettext("We tell you nothing more about this report."))


@_by_holder
def follow_again(
    request: HttpRequest, organisation: OrganisationProfile, reference: str, actor: Actor
) -> HttpResponseBase:
    """For who stopped and thought better of it."""
    follow(actor=actor, reference=reference, words="", source_key="")
    return _done(request, organisation, reference, gettext("You follow this report again."))


def _done(request: HttpRequest, organisation: OrganisationProfile, reference: str, words: str) -> HttpResponseBase:
    messages.success(request, words)
    return redirect(_address(organisation, reference))


@require_safe
@in_organisation
@for_who_does_not_guess
def photo(request: HttpRequest, organisation: OrganisationProfile, reference: str, media_id: str) -> HttpResponseBase:
    """A photo of a report, for who reported or follows it."""
    held = holder(request=request, organisation=organisation, reference=reference)
    try:
        shown_there = _photos_of(reference) if held is not None and held.own else set()
        size = "full" if request.GET.get("size") == "full" else "thumbnail"
        opened = open_media(media_id=media_id, size=size) if media_id in shown_there else None
    except (ComplaintUnknown, MediaUnknown) as error:
        raise Http404(str(error)) from error
    if opened is None:
        raise Http404(media_id)
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(opened.content, content_type=opened.mime_type, headers=headers)


def _photos_of(reference: str) -> set[str]:
    complaint = get_complaint(reference=reference)
    lines = get_timeline(complaint_id=complaint.id, public_only=True)
    return {line.media_id for line in lines if line.media_id}
