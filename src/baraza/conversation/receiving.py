"""What came in, in the engine's words."""

from baraza.conversation.engine.contract import Input, InputKind
from baraza.messaging.contract import Kind, Received, SessionEvent

# More answers in one dialled code than any menu is deep.
_MOST_ANSWERS = 20


def is_over(received: Received) -> bool:
    """The person hung up or was cut off: there is nobody to answer."""
    return received.kind is Kind.SESSION_END or received.session in (SessionEvent.CLOSE, SessionEvent.TIMEOUT)


def is_dialled(received: Received) -> bool:
    """A new session on a session channel; what comes with it is not yet an answer."""
    return received.session is SessionEvent.NEW


def dialled_answers(received: Received) -> tuple[Input, ...]:
    """Answers that were dialled with the code (*134*1*2#)."""
    answers = (clean(answer) for answer in received.inputs[:_MOST_ANSWERS])
    return tuple(Input(kind=InputKind.TEXT, text=answer) for answer in answers if answer.strip())


def input_of(*, received: Received, media_id: str) -> Input:
    text = clean(received.text)
    match received.kind:
        case Kind.TEXT:
            return Input(kind=InputKind.TEXT, text=text)
        case Kind.CHOICE:
            return Input(kind=InputKind.CHOICE, choice_id=clean(received.choice_id), text=text)
        case Kind.LOCATION:
            return Input(
                kind=InputKind.LOCATION,
                latitude=received.latitude,
                longitude=received.longitude,
                place_name=clean(received.place_name),
            )
        case Kind.IMAGE:
            return Input(kind=InputKind.PHOTO, photo=media_id, text=text)
        case Kind.DOCUMENT if media_id:
            return Input(kind=InputKind.PHOTO, photo=media_id, text=text)
        case _:
            return Input(kind=InputKind.OTHER, other=received.kind.value, text=text)


def clean(text: str) -> str:
    """Without what PostgreSQL's JSON cannot keep: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
