"""What the dialogue says although a person answers: the numbers to call in danger to life, and yes to STOP."""

from baraza.conversation import stopping
from baraza.conversation.engine.contract import Input, InputKind
from baraza.conversation.receiving import input_of
from baraza.conversation.sessions import find
from baraza.conversation.talk import begin_talk
from baraza.conversation.translating import speaking
from baraza.messaging.contract import Content, Text
from baraza.messaging.inbox import Incoming

_HEARD = (InputKind.TEXT, InputKind.PHOTO)


def urgent_words(*, incoming: Incoming) -> tuple[Content, ...]:
    """What a dialogue would say in front of any answer. What it would do with the answer is not done."""
    given: Input = input_of(received=incoming.received, media_id=incoming.media_id)
    if given.kind not in _HEARD:
        return ()
    talk = begin_talk(incoming=incoming, standing=find(contact_id=incoming.contact_id))
    with speaking(talk.language):
        if (settled := stopping.answer_to(talk)) is not None:
            return (Text(body=settled),) if settled else ()
        said = [before.say for one in talk.dialogues if one.before and (before := one.before(talk.context(), given))]
    return tuple(Text(body=text) for texts in said for text in texts)
