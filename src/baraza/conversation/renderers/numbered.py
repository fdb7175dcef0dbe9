"""Small screens and plain messages: text, then numbered answers, in pages that each fit the channel's limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, islice

from baraza.conversation.engine.commands import NUMBERED_MENU, plain
from baraza.conversation.engine.contract import Choice, Prompt, Translate
from baraza.conversation.engine.matching import number_of
from baraza.conversation.renderers.rendered import Chosen, Page, Rendered, ScreenState
from baraza.conversation.renderers.splitting import Measure, split_word
from baraza.lib.gsm7 import septets, to_gsm7
from baraza.messaging.contract import Limits, Screen, Text

# The keys that African gateways' own paging uses as well (98:More 00:Back), so people know them.
MORE = 98
BACK = 0
_SMALLEST_ROOM = 20
_WORTH_A_PAGE = 0.4


class TooSmall(ValueError):
    """A screen that could not hold a word beside its own menu lines."""


@dataclass(frozen=True)
class _Unit:
    """A word, or an answer's whole line; `gap` is what stands before it unless it begins a page."""

    gap: str
    text: str

    @property
    def begins_line(self) -> bool:
        return self.gap == "\n"


@dataclass(frozen=True)
class _Sheet:
    """One kind of screen: how much it holds, how that is counted, what its own lines say."""

    capacity: int
    measure: Measure
    more: str
    back: str

    @property
    def smallest_room(self) -> int:
        return self.capacity - self.measure(f"\n{self.more}\n{self.back}")


def render(*, say: Sequence[str], prompt: Prompt, limits: Limits, t: Translate, can_go_back: bool) -> Rendered:
    """The first page, with all pages in the screen state when there are several."""
    gsm7 = limits.alphabet == "gsm7"

    def fit(text: str) -> str:
        return to_gsm7(text) if gsm7 else text

    sheet = _Sheet(
        capacity=limits.text,
        measure=septets if gsm7 else len,
        more=fit(f"{MORE} {t('More')}"),
        back=fit(f"{BACK} {t('Back')}"),
    )
    if sheet.smallest_room < _SMALLEST_ROOM:
        raise TooSmall(f"A limit of {limits.text} leaves no room for words.")
    said, asked = fit("\n".join(say)), fit(prompt.short or prompt.text)
    numbered = numbers_of(prompt.choices)
    lines = [f"{number} {' '.join(fit(choice.label).split()) or fit(choice.id)}" for number, choice in numbered.items()]
    question = [*_words(asked, sheet), *_answers(lines, sheet)]
    pages = _paged(_words(said, sheet), question, sheet, can_go_back=can_go_back and not prompt.final)
    state: ScreenState = {
        "numbers": {str(number): choice.id for number, choice in numbered.items()},
        "final": prompt.final,
        "page": 0,
        "pages": pages,
    }
    return show(screen_state=state, page=0, limits=limits)


def show(*, screen_state: ScreenState, page: int, limits: Limits) -> Rendered:
    """One of the pages that were made; a closing screen closes only with its last page."""
    pages = screen_state["pages"]
    last = page == len(pages) - 1
    kept = {**screen_state, "page": page, "pages": pages if len(pages) > 1 else pages[:0]}
    if limits.one_message_per_turn:
        return Rendered(contents=(Screen(text=pages[page], end=screen_state["final"] and last),), screen_state=kept)
    return Rendered(contents=(Text(body=pages[page]),), screen_state=kept)


def read(*, screen_state: ScreenState, text: str) -> Page | Chosen | None:
    """What a typed number means on the screen that was shown; None leaves the text to the dialogue."""
    number = number_of(text)
    if number is None:
        return None
    page, pages = screen_state.get("page", 0), screen_state.get("pages", [])
    if number == MORE and page + 1 < len(pages):
        return Page(number=page + 1)
    if number == BACK and page > 0 and plain(text) != NUMBERED_MENU:
        return Page(number=page - 1)
    chosen = screen_state.get("numbers", {}).get(str(number))
    return Chosen(id=chosen) if chosen is not None else None


def has_more(screen_state: ScreenState) -> bool:
    """Whether pages are left that the person has not seen."""
    return bool(screen_state.get("page", 0) + 1 < len(screen_state.get("pages", [])))


def numbers_of(choices: Sequence[Choice]) -> dict[int, Choice]:
    """Counted through all pages, so that a number keeps its meaning; the paging key is left out."""
    free = (number for number in count(1) if number != MORE)
    return dict(zip(islice(free, len(choices)), choices, strict=True))


def _words(body: str, sheet: _Sheet) -> list[_Unit]:
    units = []
    for line in body.splitlines():
        gap = "\n"
        for word in line.split():
            for piece in split_word(word, room=sheet.smallest_room, measure=sheet.measure):
                units.append(_Unit(gap, piece))
                gap = ""
            gap = " "
    return units


def _answers(lines: list[str], sheet: _Sheet) -> list[_Unit]:
    """An answer stays on one page unless no page could hold it."""
    units = []
    for line in lines:
        whole = sheet.measure(line) <= sheet.smallest_room
        units.extend([_Unit("\n", line)] if whole else _words(line, sheet))
    return units


def _paged(said: list[_Unit], question: list[_Unit], sheet: _Sheet, *, can_go_back: bool) -> list[str]:
    """A question that fits one page with its answers begins a page rather than running over two.

    Not after a few words: then a page would hold hardly anything.
    """
    pages: list[str] = []
    rest = [*said, *question]
    whole = sheet.measure(f"{_joined(question)}\n{sheet.back}") <= sheet.capacity
    whole = whole and sheet.measure(_joined(said)) >= sheet.smallest_room * _WORTH_A_PAGE
    while True:
        back = [sheet.back] if pages or can_go_back else []
        last = "\n".join([_joined(rest), *back])
        if sheet.measure(last) <= sheet.capacity:
            return [*pages, last]
        footer = [sheet.more, *back]
        taken = _fitting(rest, sheet.capacity - sheet.measure("".join(f"\n{line}" for line in footer)), sheet.measure)
        before_question = len(rest) - len(question)
        taken = before_question if whole and 0 < before_question < taken else taken
        pages.append("\n".join([_joined(rest[:taken]), *footer]))
        rest = rest[taken:]


def _fitting(units: list[_Unit], room: int, measure: Measure) -> int:
    """How many of the units a page of this room holds; not the beginning of a line when the page is half full."""
    used = line = 0
    for index, unit in enumerate(units):
        if index and unit.begins_line and used * 2 >= room:
            line = index
        used += measure(unit.text) + (len(unit.gap) if index else 0)
        if used > room:
            return line or index
    return len(units)


def _joined(units: list[_Unit]) -> str:
    return "".join(unit.text if index == 0 else unit.gap + unit.text for index, unit in enumerate(units))
