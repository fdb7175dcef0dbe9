"""Categories: named, hidden, ordered, added; each with its words per language, icon, keywords, team and emergency mark."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.identity.queries import list_teams
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.settings.sections import section_version
from baraza.services.complaints.actions.assign import NobodyOfOurs
from baraza.services.complaints.actions.categories import (
    LONGEST_NAME,
    MOST_OWN,
    SECTION,
    CategoryChange,
    CategoryUnknown,
    CategoryUnnamed,
    LastCategory,
    TooManyCategories,
    add_category,
    change_category,
    move_category,
    show_category,
)
from baraza.services.complaints.queries.categories import (
    CategorySettings,
    category_name,
    category_settings,
    languages_without_name,
    list_category_settings,
)
from baraza.services.complaints.rules.categories import CATEGORY_NAMES
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import SectionForm, act, save, shown, version_of
from baraza.web.ui.forms import TilesSelect
from baraza.web.ui.icons import CATEGORY_ICONS
from baraza.web.ui.language_names import language_label

_MORE_ICONS = (
    "building",
    "bus",
    "calendar",
    "camera",
    "car",
    "flag",
    "globe",
    "home",
    "map",
    "money",
    "place",
    "users",
)
_LONGEST_KEYWORD = 60
_MOST_KEYWORDS = 50


class CategoryForm(SectionForm):
    icon = forms.ChoiceField(label=_("Picture"), required=False, widget=TilesSelect())
    keywords = forms.CharField(
        label=_("Words that mean this"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line, in any language. A report with one of them is put here."),
    )
    team = forms.ChoiceField(label=_("Team that gets new reports"), required=False)
    emergency = forms.BooleanField(
        label=_("Always an emergency"),
        required=False,
        help_text=_("Reports are at once marked as danger to life."),
    )
    active = forms.BooleanField(label=_("Residents can choose it"), required=False)

    def __init__(self, *, organisation: OrganisationProfile, code: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.languages, self.code = organisation.languages, code
        for language in reversed(organisation.languages):
            self.fields = {f"name_{language}": _name_field(language, code), **self.fields}
        icons = [(name, name.replace("_", " ").capitalize()) for name in (*CATEGORY_ICONS, *_MORE_ICONS)]
        self._offer("icon", icons)
        self._offer("team", [("", gettext("None")), *((str(team.id), team.name) for team in list_teams())])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[f"name_{language}"] for language in self.languages]

    def clean_keywords(self) -> list[str]:
        words = [line.strip() for line in str(self.cleaned_data["keywords"]).replace(",", "\n").splitlines()]
        found = [word for word in words if word]
        if len(found) > _MOST_KEYWORDS or any(len(word) > _LONGEST_KEYWORD for word in found):
            raise forms.ValidationError(
                gettext("Write at most %(most)s words, none longer than %(longest)s letters")
                % {"most": _MOST_KEYWORDS, "longest": _LONGEST_KEYWORD}
            )
        return found

    def change(self) -> CategoryChange:
        cleaned = self.cleaned_data
        return CategoryChange(
            names={language: cleaned[f"name_{language}"] for language in self.languages},
            icon=cleaned["icon"],
            keywords=cleaned["keywords"],
            team_id=int(cleaned["team"]) if cleaned["team"] else None,
            emergency=cleaned["emergency"],
            active=cleaned["active"],
        )


def _name_field(language: str, code: str) -> forms.CharField:
    """The built-in word is shown where the organisation's own would stand."""
    attrs = {"lang": language}
    if code in CATEGORY_NAMES:
        with override(language):
            attrs["placeholder"] = gettext(CATEGORY_NAMES[code])
    label = gettext("Name in %(language)s") % {"language": language_label(language)}
    return forms.CharField(label=label, required=False, max_length=LONGEST_NAME, widget=forms.TextInput(attrs=attrs))


@require_safe
@staff(permission="complaints.arrange")
def categories(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    teams = {team.id: team.name for team in list_teams()}
    rows = [
        {
            "category": one,
            "name": category_name(code=one.code),
            "url": reverse("console:settings-category", args=[one.code]),
            "team": teams.get(one.team_id or 0, ""),
            "missing": [language_label(language) for language in languages_without_name(category=one)],
        }
        for one in list_category_settings()
    ]
    context = {"rows": rows, "version": section_version(name=SECTION)}
    return shown(request=request, desk=desk, template="categories", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.arrange")
def add(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    initial = {"version": section_version(name=SECTION), "icon": "other", "active": True}
    return _edited(request=request, desk=desk, initial=initial, found=None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="complaints.arrange")
def category(request: HttpRequest, desk: Desk, code: str) -> HttpResponseBase:
    found = category_settings(code=code)
    if found is None:
        raise Http404(code)
    initial = {
        "version": section_version(name=SECTION),
        "icon": found.icon,
        "keywords": "\n".join(found.keywords),
        "team": str(found.team_id or ""),
        "emergency": found.emergency,
        "active": found.active,
        **{f"name_{language}": name for language, name in found.names.items()},
    }
    return _edited(request=request, desk=desk, initial=initial, found=found)


def _edited(
    *, request: HttpRequest, desk: Desk, initial: dict[str, Any], found: CategorySettings | None
) -> HttpResponseBase:
    code, posted = found.code if found else "", request.method == "POST"
    data = request.POST if posted else None
    form = CategoryForm(data=data, initial=initial, organisation=desk.organisation, code=code)

    def page(status: int | None = None) -> HttpResponseBase:
        context = {"found": found, "name": category_name(code=code) if found else ""}
        return shown(request=request, desk=desk, template="category", form=form, context=context, status=status)

    def run() -> None:
        version = form.cleaned_data["version"]
        if found is None:
            add_category(actor=desk.actor, change=form.change(), version=version)
        else:
            change_category(actor=desk.actor, code=code, change=form.change(), version=version)

    if not posted or not form.is_valid():
        return page()
    first = f"name_{desk.organisation.default_language}"
    return save(
        request=request,
        form=form,
        run=run,
        done=gettext("Category saved"),
        to=reverse("console:settings-categories"),
        again=page,
        refusals={
            CategoryUnnamed: (first, gettext("Write a name in at least one language")),
            LastCategory: ("active", gettext("Residents must have at least one category to choose")),
            NobodyOfOurs: ("team", gettext("This team is closed. Choose another one")),
            TooManyCategories: ("", gettext("There are %(most)s own categories already") % {"most": MOST_OWN}),
        },
    )


@require_POST
@staff(permission="complaints.arrange")
def show(request: HttpRequest, desk: Desk, code: str) -> HttpResponseBase:
    active = request.POST.get("active") == "yes"
    return _acted(
        request=request,
        run=lambda: show_category(actor=desk.actor, code=code, active=active, version=version_of(request)),
        done=gettext("Residents can choose it again") if active else gettext("Hidden from residents"),
    )


@require_POST
@staff(permission="complaints.arrange")
def move(request: HttpRequest, desk: Desk, code: str) -> HttpResponseBase:
    up = request.POST.get("way") == "up"
    return _acted(
        request=request,
        run=lambda: move_category(actor=desk.actor, code=code, up=up, version=version_of(request)),
        done=gettext("Moved up") if up else gettext("Moved down"),
    )


def _acted(*, request: HttpRequest, run: Any, done: str) -> HttpResponseBase:
    try:
        return act(
            request=request,
            run=run,
            done=done,
            to=reverse("console:settings-categories"),
            refusals={LastCategory: gettext("Residents must have at least one category to choose.")},
        )
    except CategoryUnknown as error:
        raise Http404(str(error)) from error
