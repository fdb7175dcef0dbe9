"""The list of complaints as a page: what is asked, what is found, and the ways to something else."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from baraza.capabilities.saved_views.queries import View
from baraza.core.identity.queries import member_names
from baraza.core.tenancy.questions import answers
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.counts import ENOUGH, count_question
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import Page, list_complaints, sorts_for
from baraza.services.complaints.queries.look import Look
from baraza.services.complaints.queries.sorting import MATCH, Place
from baraza.services.complaints.rules.columns import COLUMNS
from baraza.services.complaints.states import State
from baraza.web.console.access import Desk
from baraza.web.console.queue.choices import ME, MINE, NO_WARD, NOBODY, SEVERAL, Choices, choices_for
from baraza.web.console.queue.places import place_of, word_for
from baraza.web.console.queue.reading import Asked, read
from baraza.web.console.queue.rows import rows_of
from baraza.web.console.queue.saved import VIEWS
from baraza.web.console.saved_views.lists import views_menu
from baraza.web.console.shell import questions_around, shell
from baraza.web.ui.components import Chip

_YEAR = 365 * 24 * 60 * 60
# They do not narrow the list, so no tab and no chip is about them.
_NOT_NARROWING = frozenset({"sort", "group"})


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    url: str
    current: bool
    count: str = ""


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A filter of which several can be chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]

    @property
    def chosen(self) -> int:
        return sum(1 for *_, chosen in self.options if chosen)


def list_page(*, request: HttpRequest, desk: Desk, look: Look, views: list[View], query: QueryDict) -> HttpResponse:
    """Raises PlaceForged for a place in the address that is not ours."""
    choices = choices_for(desk)
    asked = read(query=query, choices=choices, desk=desk)
    sort, place = _place(asked, query.get("place", ""))
    page = list_complaints(wanted=asked.wanted, sort=sort, place=place)
    context = {
        **_found(asked=asked, page=page, choices=choices, desk=desk),
        "look": look,
        "columns": [(name, gettext(COLUMNS[name])) for name in look.columns],
        "chips": _chips(asked, choices),
        "clear_url": reverse("console:complaints") + "?group=" + asked.wanted.group,
        "asked": asked,
        "may_change": any(may(actor=desk.actor, act=act) for act in ("take", "assign", "move", "correct")),
    }
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "console/queue/found.html", context)
        answer["HX-Push-Url"] = request.path + "?" + (asked.query() or "group=open")
        return answer
    around = _around(asked, choices=choices, desk=desk, look=look, views=views)
    # After the tabs were counted: the number in the menu is one of theirs.
    whole = {**shell(desk=desk, current="complaints"), **context, **around}
    answer = render(request, "console/queue/list.html", whole)
    # The search box of every page has a key, too: the browser is told once, here.
    answer.set_cookie("baraza_keys", "on" if look.keys else "off", max_age=_YEAR, samesite="Lax")
    return answer


def _place(asked: Asked, word: str) -> tuple[str, Place | None]:
    if not word:
        return asked.sort, None
    # Words that are too common to be ranked are listed newest first.
    sorts = (asked.sort, "newest") if asked.sort == MATCH else (asked.sort,)
    return place_of(word, sorts=sorts)


def _found(*, asked: Asked, page: Page, choices: Choices, desk: Desk) -> dict[str, object]:
    known = {desk.actor.id or 0: desk.actor.name}
    known.update({int(key): name for key, name in choices.options["person"].items() if key.isdigit()})
    strangers = {one.assignee_id for one in page.complaints if one.assignee_id and one.assignee_id not in known}
    names = {**known, **(member_names(user_ids=strangers) if strangers else {})}
    before, after = (
        "?" + "&".join(part for part in (asked.query(), urlencode({"place": word_for(one, sort=page.sort)})) if part)
        if one
        else ""
        for one in (page.before, page.after)
    )
    return {
        "rows": rows_of(page, choices=choices, names=names),
        "page": page,
        "previous_url": before,
        "next_url": after,
        "order": choices.options["sort"][page.sort],
        "may_export": may(actor=desk.actor, act="export"),
        "categories_named": _categories_named(asked.wanted.text, choices) if not page.complaints else [],
    }


def _categories_named(text: str, choices: Choices) -> list[tuple[str, str]]:
    """Staff look for "pothole" as well as for what residents wrote: words that begin those of a category's name."""
    words = text.casefold().split()
    return [
        (label, f"{reverse('console:complaints')}?{urlencode({'category': code, 'group': 'all'})}")
        for code, label in choices.options["category"].items()
        if words and all(any(part.startswith(word) for part in label.casefold().split()) for word in words)
    ]


def _around(asked: Asked, *, choices: Choices, desk: Desk, look: Look, views: list[View]) -> dict[str, object]:
    offered = sorts_for(asked.wanted)
    return {
        "tabs": _tabs(asked, choices=choices, desk=desk),
        "facets": _facets(asked, choices),
        "selects": {name: choices.options[name] for name in ("person", "due", "by")},
        "sorts": {name: label for name, label in choices.options["sort"].items() if name in offered},
        **views_menu(of=VIEWS, desk=desk, query=asked.query(), views=views),
        "all_columns": [(name, gettext(label), name in look.columns) for name, label in COLUMNS.items()],
    }


def _facets(asked: Asked, choices: Choices) -> list[Facet]:
    labels = {
        "state": gettext("State"),
        "category": gettext("Category"),
        "priority": gettext("Priority"),
        "team": gettext("Team"),
        "channel": gettext("Channel"),
        "language": gettext("Language"),
    }
    return [
        Facet(
            name=name,
            label=labels[name],
            options=tuple(
                (value, words, value in asked.values.get(name, ())) for value, words in choices.options[name].items()
            ),
        )
        for name in SEVERAL
    ]


def _tabs(asked: Asked, *, choices: Choices, desk: Desk) -> list[Tab]:
    """The lists that staff open most, with how many are in them."""
    lists: list[tuple[str, str, Filter | None]] = [
        ("", gettext("All open"), Filter()),
        (f"person={ME}", gettext("Mine"), Filter(assignee_id=desk.actor.id)),
        (f"team={MINE}", gettext("My teams"), Filter(team_ids=choices.own_team_ids)),
        (f"person={NOBODY}", gettext("Unassigned"), Filter(unassigned=True)),
        ("state=SUBMITTED", gettext("Not yet seen"), Filter(states=(State.SUBMITTED,))),
        ("due=overdue", gettext("Overdue"), Filter(due="overdue")),
        ("group=all", gettext("All"), None),
    ]
    counted = {query: count_question(wanted) for query, _, wanted in lists if wanted}
    found = answers([*counted.values(), *questions_around(desk=desk)])
    counts = dict(zip(counted, found, strict=False))
    here = urlencode(
        [
            (name, value)
            for name, values in asked.values.items()
            for value in values
            if name != "sort" and (name, value) != ("group", "open")
        ]
    )
    address = reverse("console:complaints")
    return [
        # Said as well, so that a member's own first view does not take its place.
        Tab(
            label=label,
            url=f"{address}?{query or 'group=open'}",
            current=query == here,
            count=_number(counts.get(query)),
        )
        for query, label, _ in lists
    ]


def _number(count: int | None) -> str:
    if count is None:
        return ""
    return f"{ENOUGH - 1}+" if count >= ENOUGH else str(count)


def _chips(asked: Asked, choices: Choices) -> list[Chip]:
    """What the list is narrowed by, each with the address of the list without it."""
    return [
        Chip(
            _label(name, asked.area_name if name == "area" else value, choices),
            "?" + (asked.query(without=(name, value)) or "group=open"),
        )
        for name, values in asked.values.items()
        for value in values
        if name not in _NOT_NARROWING or (name, value) == ("group", "settled")
    ]


def words_of(asked: Asked, choices: Choices) -> tuple[str, ...]:
    """The same in words alone, for files of the list: away from its tabs, it has to be said what is open."""
    chips = tuple(chip.label for chip in _chips(asked, choices))
    only_open = asked.wanted.group == "open" and asked.wanted.settled is False and not asked.wanted.states
    return (gettext("All open"), *chips) if only_open else chips


def _label(name: str, value: str, choices: Choices) -> str:
    if (name, value) == ("ward", NO_WARD):
        return gettext("No ward known")
    if name in choices.options:
        words = choices.label(name, value)
        return gettext("Given to: %(name)s") % {"name": words} if name == "person" else words
    return {
        "q": gettext("“%(value)s”"),
        "ward": gettext("Ward %(value)s"),
        "area": gettext("Area %(value)s"),
        "from": gettext("From %(value)s"),
        "to": gettext("Until %(value)s"),
        "emergency": gettext("Emergencies"),
    }[name] % {"value": value}
