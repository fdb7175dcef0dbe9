"""What a visitor narrows the public list down to; what nobody could have chosen counts as not chosen."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baraza.capabilities.geography.queries import list_wards
from baraza.core.organisations.queries import OrganisationProfile
from baraza.services.complaints.queries.categories import list_categories
from baraza.services.complaints.queries.public import MOST_PAGES, PublicFilter

PERIODS: Final = (30, 90, 365)


class FilterForm(forms.Form):
    use_required_attribute = False
    mark_optional = False

    category = forms.ChoiceField(label=_("Category"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    days = forms.ChoiceField(label=_("Reported"), required=False)

    def __init__(self, *, organisation: OrganisationProfile, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        wards = ward_names(organisation)
        self._offer("category", gettext("All"), [(one.code, one.name) for one in list_categories()])
        self._offer("state", gettext("All"), [("open", gettext("Being dealt with")), ("done", gettext("Done"))])
        self._offer("ward", gettext("All"), list(wards.items()))
        self._offer(
            "days",
            gettext("At any time"),
            [
                ("30", gettext("In the last month")),
                ("90", gettext("In the last three months")),
                ("365", gettext("In the last year")),
            ],
        )
        if not wards:
            del self.fields["ward"]

    def _offer(self, name: str, empty: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", empty), *choices]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    filter: PublicFilter
    page: int
    form: FilterForm

    def query(self, *, page: int = 1) -> str:
        given = {
            "category": self.filter.category,
            "state": self.filter.state,
            "ward": self.filter.ward,
            "days": str(self.filter.days or ""),
            "page": str(page) if page > 1 else "",
        }
        return urlencode({name: value for name, value in given.items() if value})


def ward_names(organisation: OrganisationProfile) -> dict[str, str]:
    if not organisation.home_area_code:
        return {}
    wards = list_wards(country=organisation.country, municipality_code=organisation.home_area_code)
    return {ward.code: ward.name for ward in wards}


def wanted_of(request: HttpRequest, organisation: OrganisationProfile) -> Wanted:
    form = FilterForm(data=request.GET, organisation=organisation)
    form.is_valid()
    right = {name: value for name, value in form.cleaned_data.items() if name not in form.errors}
    shown = FilterForm(data=right, organisation=organisation)
    return Wanted(
        filter=PublicFilter(
            category=right.get("category", ""),
            ward=right.get("ward", ""),
            state=right.get("state", ""),
            days=int(right.get("days") or 0),
        ),
        page=_page(request.GET.get("page", "")),
        form=shown,
    )


def _page(written: str) -> int:
    readable = written.isascii() and written.isdigit() and len(written) <= 4  # noqa: PLR2004
    return max(1, min(int(written), MOST_PAGES)) if readable else 1
