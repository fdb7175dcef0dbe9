"""How every act on a case ends: done, refused in words, or shown beside what a colleague changed meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.states import MoveRefused
from baraza.web.console.access import Desk
from baraza.web.console.case.page import Written, render_case


@dataclass(frozen=True, kw_only=True)
class Act:
    """One call into an action. `refusals` maps what it raises to the field and the words that say it."""

    request: HttpRequest
    desk: Desk
    reference: str
    name: str
    run: Callable[[], object]
    done: str
    form: forms.Form | None = None
    refusals: Mapping[type[Exception], tuple[str, str]] = field(default_factory=dict)
    then: Callable[[object], str] | None = None

    def carry_out(self) -> HttpResponseBase:
        try:
            with transaction.atomic():
                result = self.run()
        except ComplaintUnknown as error:
            if type(error) in self.refusals and str(error) != self.reference:
                return self._refused(error)
            raise Http404(str(error)) from error
        except ChangedMeanwhile:
            return self._meanwhile()
        except MoveRefused:
            messages.warning(self.request, gettext("The complaint has moved on: that is no longer possible."))
            return self._meanwhile() if self.form is not None else redirect("console:complaint", self.reference)
        except tuple(self.refusals) as error:
            return self._refused(error)
        messages.success(self.request, self.done, extra_tags="toast")
        address = reverse("console:complaint", args=[self.reference])
        return redirect(self.then(result) if self.then else f"{address}?done={self.name}")

    def _refused(self, error: Exception) -> HttpResponseBase:
        name, words = next(said for kind, said in self.refusals.items() if isinstance(error, kind))
        if self.form is None:
            messages.warning(self.request, words)
            return redirect("console:complaint", self.reference)
        self.form.add_error(name or None, words)
        return again(request=self.request, desk=self.desk, reference=self.reference, name=self.name, form=self.form)

    def _meanwhile(self) -> HttpResponseBase:
        """What the colleague changed, and what was written here: it can be sent once more on top of that."""
        written = Written(name=self.name, form=self.form, after=dict(self.request.POST.items()), stale=True)
        return render_case(request=self.request, desk=self.desk, reference=self.reference, status=409, written=written)


def again(*, request: HttpRequest, desk: Desk, reference: str, name: str, form: forms.Form) -> HttpResponseBase:
    """The page with the form's errors and everything that was written."""
    return render_case(
        request=request,
        desk=desk,
        reference=reference,
        status=422,
        written=Written(name=name, form=form, after={}, stale=False),
    )
