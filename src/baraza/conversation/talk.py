"""One turn's surroundings: who talks, where, in which language, and the dialogues they can have."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import OperationalError, transaction

from baraza.conversation import catalogue
from baraza.conversation.engine import engine
from baraza.conversation.engine.contract import ChannelFacts, Context, Dialogue, Input, Person
from baraza.conversation.engine.engine import Stage
from baraza.conversation.engine.state import State, Turn
from baraza.conversation.rendering import is_small
from baraza.conversation.sessions import Standing
from baraza.conversation.translating import translator
from baraza.core.organisations.queries import OrganisationProfile, get_organisation
from baraza.lib import clock
from baraza.messaging.contract import Limits
from baraza.messaging.inbox import Incoming


@dataclass(frozen=True, kw_only=True)
class Talk:
    """`language_known` is False as long as the language is only the organisation's default."""

    incoming: Incoming
    standing: Standing
    organisation: OrganisationProfile
    dialogues: tuple[Dialogue, ...]
    language: str
    language_known: bool
    now: datetime

    @property
    def limits(self) -> Limits:
        """An answer inside a request is one screen."""
        limits = self.incoming.limits
        return replace(limits, one_message_per_turn=True) if self.incoming.inline else limits

    @property
    def stage(self) -> Stage:
        """Elsewhere than inside a request, a database that is busy is reason to try the whole message again."""
        return Stage(guard=transaction.atomic, pass_through=() if self.incoming.inline else (OperationalError,))

    @property
    def state(self) -> State | None:
        """Where the person stands, in the language that holds now; None when that dialogue is no longer on offer."""
        state = self.standing.state
        if state is None or self.dialogue_of(state) is None:
            return None
        return replace(state, language=self.language, language_known=self.language_known)

    @property
    def opening(self) -> Dialogue:
        """What a new conversation begins with."""
        return self.dialogues[0] if len(self.dialogues) == 1 else catalogue.front(self.dialogues)

    def dialogue_of(self, state: State) -> Dialogue | None:
        if state.dialogue == catalogue.FRONT:
            return self.opening if len(self.dialogues) > 1 else None
        return self.dialogue_named(state.dialogue)

    def dialogue_named(self, name: str) -> Dialogue | None:
        return next((dialogue for dialogue in self.dialogues if dialogue.name == name), None)

    def context(self, *, answer: int = 0) -> Context:
        """`answer` counts the answers that came in one message: each is an input of its own."""
        incoming, limits = self.incoming, self.limits
        return Context(
            t=translator(self.language),
            language=self.language,
            languages=self.organisation.languages,
            channel=ChannelFacts(
                name=incoming.channel,
                takes_photos=limits.takes_photos,
                takes_location=limits.asks_location,
                small_screen=is_small(limits),
            ),
            person=Person(
                organisation_id=self.organisation.id,
                contact_id=incoming.contact_id,
                phone=incoming.phone,
                name=incoming.name,
                connection_id=incoming.connection.id or None,
            ),
            turn_key=f"turn:{incoming.message_id}:{answer}",
            language_known=self.language_known,
            in_language=translator,
        )

    def settled(self, turn: Turn, *, given: Input | None, answer: int = 0) -> Turn:
        """A turn that chose a service goes on in that service's dialogue, with what the person wrote."""
        state = turn.state
        if state is None or state.dialogue != catalogue.FRONT or catalogue.CHOSEN not in state.data:
            return turn
        dialogue = self.dialogue_named(state.data[catalogue.CHOSEN])
        if dialogue is None:
            return turn
        return engine.begin(dialogue=dialogue, context=self.context(answer=answer), input=given, stage=self.stage)


def begin_talk(*, incoming: Incoming, standing: Standing) -> Talk:
    organisation = get_organisation(organisation_id=incoming.connection.organisation_id)
    language, known = _language(incoming, standing, organisation)
    return Talk(
        incoming=incoming,
        standing=standing,
        organisation=organisation,
        dialogues=catalogue.dialogues_for(organisation),
        language=language,
        language_known=known,
        now=clock.now(),
    )


def _language(incoming: Incoming, standing: Standing, organisation: OrganisationProfile) -> tuple[str, bool]:
    """What the person chose anywhere, then what this conversation is in, then the organisation's first language."""
    if incoming.contact_language in organisation.languages:
        return incoming.contact_language, True
    state = standing.state
    if state is not None and state.language in organisation.languages:
        return state.language, state.language_known
    return organisation.default_language, False
