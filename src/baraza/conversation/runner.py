"""Answers people: loads where they stand, plays the turn, stores it, and sends or shows what comes of it.

1. the session, locked; 2. paging is settled without the dialogue; 3. the engine's turn; 4. waiting texts first;
5. rendered by the channel's limits; 6. stored; 7. the screen is returned, or the messages go to the outbox.
"""

import logging

from baraza.conversation import playing, rendering, sessions, stopping
from baraza.conversation.engine import engine
from baraza.conversation.engine.contract import Prompt
from baraza.conversation.engine.state import State, Turn
from baraza.conversation.receiving import is_dialled, is_over
from baraza.conversation.renderers.rendered import Chosen, Page, Rendered
from baraza.conversation.talk import Talk, begin_talk
from baraza.conversation.threads.receiving import is_with_person
from baraza.conversation.translating import speaking, translator
from baraza.conversation.urgent import urgent_words
from baraza.messaging import contacts, outbox, waiting
from baraza.messaging.contract import Content, Screen
from baraza.messaging.inbox import Incoming

logger = logging.getLogger(__name__)


def handle(*, incoming: Incoming) -> Screen | None:
    """Messaging's subscriber: a screen for session channels, the outbox for the others."""
    contents = urgent_words(incoming=incoming) if _person_answers(incoming) else answer(incoming=incoming)
    if incoming.inline:
        return next((content for content in contents if isinstance(content, Screen)), None)
    for number, content in enumerate(contents):
        outbox.post(
            contact_id=incoming.contact_id,
            connection_id=incoming.connection.id,
            content=content,
            key=f"turn:{incoming.message_id}:{number}",
        )
    return None


def _person_answers(incoming: Incoming) -> bool:
    return not is_over(incoming.received) and is_with_person(incoming=incoming)


def answer(*, incoming: Incoming) -> tuple[Content, ...]:
    """What the person sees next; the session is stored, nothing is sent."""
    if is_over(incoming.received):
        return ()
    standing = sessions.load_for_update(contact_id=incoming.contact_id)
    talk = begin_talk(incoming=incoming, standing=standing)
    with speaking(talk.language):
        if not talk.dialogues:
            return _nothing_on_offer(talk)
        if (settled := stopping.answer_to(talk)) is not None:
            return _said(talk, settled) if settled else ()
        read = _read(talk)
        shown = _page(talk, read) if isinstance(read, Page) else None
        if shown is not None:
            return _stored(talk, standing.state, shown)
        turn = playing.play(talk, chosen=read if isinstance(read, Chosen) else None)
        _keep_language(talk, turn)
        return _stored(talk, turn.state, _rendered(talk, turn))


def _read(talk: Talk) -> Page | Chosen | None:
    """What was typed refers to the screen only when that screen was shown on this channel."""
    incoming = talk.incoming
    if is_dialled(incoming.received) or talk.standing.channel != incoming.channel:
        return None
    return rendering.read(screen=talk.standing.screen, received=incoming.received, limits=talk.limits)


def _page(talk: Talk, page: Page) -> Rendered | None:
    prompt: Prompt | None = None
    state, limits = talk.state, talk.limits
    dialogue = talk.dialogue_of(state) if state is not None else None
    if state is not None and dialogue is not None and not rendering.is_small(limits):
        prompt = engine.show(dialogue=dialogue, state=state, context=talk.context(), stage=talk.stage).prompt
    return rendering.show_page(
        page=page, screen=talk.standing.screen, prompt=prompt, limits=limits, t=translator(talk.language)
    )


def _rendered(talk: Talk, turn: Turn) -> Rendered:
    incoming = talk.incoming
    left = waiting.take(contact_id=incoming.contact_id) if is_dialled(incoming.received) else []
    return rendering.render(
        say=(*left, *turn.say),
        prompt=turn.prompt,
        limits=talk.limits,
        t=translator(turn.language),
        can_go_back=turn.state is not None and bool(turn.state.history),
    )


def _stored(talk: Talk, state: State | None, rendered: Rendered) -> tuple[Content, ...]:
    incoming = talk.incoming
    sessions.save(
        standing=talk.standing,
        state=state,
        screen=rendered.screen_state,
        channel=incoming.channel,
        connection_id=incoming.connection.id or None,
    )
    return rendered.contents


def _keep_language(talk: Talk, turn: Turn) -> None:
    """A language that was chosen holds for everything that we ever send to the person."""
    incoming = talk.incoming
    if turn.language_known and turn.language != incoming.contact_language:
        contacts.set_language(contact_id=incoming.contact_id, language=turn.language)


def _nothing_on_offer(talk: Talk) -> tuple[Content, ...]:
    logger.error("An organisation has a channel and no dialogue", extra={"organisation": talk.organisation.slug})
    t = translator(talk.language)
    return _said(talk, t("This service is not open yet. Please visit our office."))


def _said(talk: Talk, text: str) -> tuple[Content, ...]:
    """A text that asks nothing; where the person stands stays as it is."""
    prompt = Prompt(text=text, final=True)
    return rendering.render(
        say=(), prompt=prompt, limits=talk.limits, t=translator(talk.language), can_go_back=False
    ).contents
