"""Channels with buttons and lists: as few messages as hold the whole text, the answers to tap in the last one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from baraza.conversation.engine.contract import Choice, Prompt, Translate, Want
from baraza.conversation.engine.matching import number_of
from baraza.conversation.renderers.rendered import Chosen, Page, Rendered, ScreenState
from baraza.conversation.renderers.splitting import shorten, split_text
from baraza.messaging.contract import (
    Button,
    Buttons,
    Content,
    Limits,
    ListMenu,
    LocationRequest,
    Row,
    Section,
    Text,
)

PAGE_ID = "@page:"


def render(*, say: Sequence[str], prompt: Prompt, limits: Limits, t: Translate, page: int = 0) -> Rendered:
    """`page` is the part of a list that has more answers than rows."""
    words = "\n\n".join(text for text in (*say, prompt.text) if text.strip())
    prompt = replace(prompt, choices=tuple(_on_one_line(choice) for choice in prompt.choices))
    menu = _Menu(limits=limits, t=t, prompt=prompt)
    if Want.LOCATION in prompt.wants and limits.asks_location:
        *before, body = split_text(words or t("Please send a location."), limit=_body_limit(limits))
        contents: list[Content] = [*_texts(before), LocationRequest(body=body)]
        words = t("Or choose an answer:")
    else:
        contents = []
    if not prompt.choices:
        return Rendered(contents=tuple(contents or _texts(split_text(words, limit=limits.text))))
    shown = menu.page(page)
    state: ScreenState = {"page": page, "shown": [choice.id for choice in shown]}
    return Rendered(contents=(*contents, *menu.contents(words, shown, page)), screen_state=state)


def show(*, prompt: Prompt, page: int, limits: Limits, t: Translate) -> Rendered:
    """Another part of a long list, without the question's text again."""
    asked = Prompt(text=t("More answers:"), choices=prompt.choices, list_label=prompt.list_label)
    return render(say=(), prompt=asked, limits=limits, t=t, page=page)


def read(*, screen_state: ScreenState, text: str, choice_id: str) -> Page | Chosen | None:
    """What a tap or a typed number means on what was shown last; None leaves it to the dialogue."""
    if choice_id.startswith(PAGE_ID):
        digits = choice_id.removeprefix(PAGE_ID)
        return Page(number=int(digits)) if digits.isdecimal() else None
    if choice_id:
        return None
    number, shown = number_of(text), screen_state.get("shown", [])
    return Chosen(id=shown[number - 1]) if number is not None and 1 <= number <= len(shown) else None


@dataclass(frozen=True, kw_only=True)
class _Menu:
    """The answers of one prompt on a channel with these limits."""

    limits: Limits
    t: Translate
    prompt: Prompt

    @property
    def _as_buttons(self) -> bool:
        choices, limits = self.prompt.choices, self.limits
        titles = {choice.label for choice in choices}
        return (
            len(choices) <= limits.buttons
            and len(titles) == len(choices)
            and all(len(choice.label) <= limits.button_title for choice in choices)
            and not (limits.rows and any(choice.description for choice in choices))
        )

    @property
    def _page_size(self) -> int:
        """One row of a full list leads on to the next part."""
        choices, rows = self.prompt.choices, self.limits.rows
        return len(choices) if not rows or len(choices) <= rows else rows - 1

    def page(self, page: int) -> tuple[Choice, ...]:
        """The answers of that part; a part that does not exist is the first one."""
        parts = self._parts
        size = self._page_size
        start = (page if page < parts else 0) * size
        return self.prompt.choices[start : start + size]

    @property
    def _parts(self) -> int:
        return -(-len(self.prompt.choices) // self._page_size)

    def contents(self, words: str, shown: tuple[Choice, ...], page: int) -> list[Content]:
        if self._as_buttons:
            *before, body = self._bodies(words)
            buttons = tuple(Button(id=choice.id, title=choice.label) for choice in shown)
            return [*_texts(before), Buttons(body=body, buttons=buttons)]
        if not self.limits.rows:
            return _texts(split_text(f"{words}\n\n{_written_out(shown)}", limit=self.limits.text))
        rows = [self._row(choice) for choice in shown]
        if len({row.title for row in rows}) < len(rows):
            rows = [self._row(choice, prefix=f"{number}. ") for number, choice in enumerate(shown, start=1)]
        if not all(_is_whole(row, choice) for row, choice in zip(rows, shown, strict=True)):
            words = f"{words}\n\n{_written_out(shown)}"
        *before, body = self._bodies(words)
        return [*_texts(before), self._list(body, rows, page)]

    def _bodies(self, words: str) -> list[str]:
        return split_text(words.strip() or self.t("Please choose one of the answers."), limit=_body_limit(self.limits))

    def _list(self, body: str, rows: list[Row], page: int) -> ListMenu:
        t, limits = self.t, self.limits
        if self._parts > 1:
            following = (page + 1) % self._parts
            label = t("More…") if following else t("Back to the first")
            rows = [*rows, Row(id=f"{PAGE_ID}{following}", title=shorten(label, limit=limits.row_title))]
        button = shorten(self.prompt.list_label or t("Choose"), limit=limits.list_button)
        return ListMenu(body=body, button=button, sections=(Section(title="", rows=tuple(rows)),))

    def _row(self, choice: Choice, *, prefix: str = "") -> Row:
        """The answer as its title; when that is too long, its beginning and the whole of it in the description."""
        limits = self.limits
        title = f"{prefix}{choice.label}"
        description = choice.description
        if len(title) > limits.row_title:
            description = f"{choice.label}. {choice.description}" if choice.description else choice.label
        return Row(
            id=choice.id,
            title=shorten(title, limit=limits.row_title),
            description=shorten(description, limit=limits.row_description),
        )


def _is_whole(row: Row, choice: Choice) -> bool:
    shown = f"{row.title} {row.description}"
    return choice.label in shown and choice.description in shown


def _on_one_line(choice: Choice) -> Choice:
    """Titles have no line breaks, and none is empty."""
    label, description = " ".join(choice.label.split()), " ".join(choice.description.split())
    return replace(choice, label=label or choice.id, description=description)


def _body_limit(limits: Limits) -> int:
    return limits.interactive_body or limits.text


def _texts(bodies: Sequence[str]) -> list[Content]:
    return [Text(body=body) for body in bodies]


def _written_out(choices: Sequence[Choice]) -> str:
    return "\n".join(
        f"{number}. {choice.label}" + (f": {choice.description}" if choice.description else "")
        for number, choice in enumerate(choices, start=1)
    )
