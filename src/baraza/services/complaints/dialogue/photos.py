"""Photos come in rows and when they please: every step of a report keeps them and asks its question again."""

from collections.abc import Callable

from baraza.conversation.engine.contract import Context, Go, Input, InputKind, JsonValue, Next

_MOST_PHOTOS = 5

Take = Callable[[Context, Input], Next]


def with_photo(context: Context, given: Input) -> list[str]:
    """The report's photos and this one; the first ones are kept when there are too many."""
    return [*context.data.get("photos", []), given.photo][:_MOST_PHOTOS]


def thanks(context: Context) -> str:
    if len(context.data.get("photos", ())) >= _MOST_PHOTOS:
        return context.t("Thank you. We have enough photos now.")
    return context.t("Thank you for the photo.")


def keeping_photos(*, step: str, take: Take) -> Take:
    """`take`, and before it: a photo is kept, and `step` asks its question."""

    def taken(context: Context, given: Input) -> Next:
        if given.kind is not InputKind.PHOTO:
            return take(context, given)
        return Go(step=step, put=with_caption(context, given), say=(thanks(context),))

    return taken


def with_caption(context: Context, given: Input) -> dict[str, JsonValue]:
    """The report's photos and this one; what is written under it is added to the description."""
    put: dict[str, JsonValue] = {"photos": with_photo(context, given)}
    caption = given.text.strip()
    if caption:
        put["description"] = "\n".join([context.data["description"], caption])
    return put
