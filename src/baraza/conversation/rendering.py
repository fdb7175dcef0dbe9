"""Chooses the renderer by what the channel can show, and reads answers the way it showed them."""

from collections.abc import Sequence

from baraza.conversation.engine.contract import Prompt, Translate
from baraza.conversation.renderers import numbered, rich
from baraza.conversation.renderers.rendered import Chosen, Page, Rendered, ScreenState
from baraza.messaging.contract import Kind, Limits, Received


def is_small(limits: Limits) -> bool:
    """Nothing can be tapped: answers are typed as numbers."""
    return not (limits.buttons or limits.rows)


def render(*, say: Sequence[str], prompt: Prompt, limits: Limits, t: Translate, can_go_back: bool) -> Rendered:
    if is_small(limits):
        return numbered.render(say=say, prompt=prompt, limits=limits, t=t, can_go_back=can_go_back)
    return rich.render(say=say, prompt=prompt, limits=limits, t=t)


def read(*, screen: ScreenState, received: Received, limits: Limits) -> Page | Chosen | None:
    """Whether the answer is about the screen itself, or a number on it."""
    if received.kind not in (Kind.TEXT, Kind.CHOICE):
        return None
    if is_small(limits):
        return numbered.read(screen_state=screen, text=received.text)
    return rich.read(screen_state=screen, text=received.text, choice_id=received.choice_id)


def show_page(
    *, page: Page, screen: ScreenState, prompt: Prompt | None, limits: Limits, t: Translate
) -> Rendered | None:
    """None when there is nothing left to page through."""
    if is_small(limits):
        if page.number < len(screen.get("pages", [])):
            return numbered.show(screen_state=screen, page=page.number, limits=limits)
        return None
    if prompt is None or not prompt.choices:
        return None
    return rich.show(prompt=prompt, page=page.number, limits=limits, t=t)
