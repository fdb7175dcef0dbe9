"""In front of everything: a public page is made once in a few seconds and handed out to all who ask for it.

Made from a request that is stripped of whatever is a visitor's own, so that nothing of anybody can be in it. Whoever has
a session, posts, or signs in with a key never meets a copy. Kept in this process's memory; see decision 0065, for forms 0066.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import parse_cookie
from django.urls import Resolver404, resolve
from django.utils.translation.trans_real import parse_accept_lang_header
from prometheus_client import Counter

from baraza.web.portal.form_copies import FormCopy, NoHole, form_copy_of, token_for
from baraza.web.portal.shared_copies import Copy, Key, Shelf, copy_of, encoding_of

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# Under this name in the scope a view finds the wish for a copy; a visitor's headers cannot reach it.
WISH: Final = "baraza.wish_for_a_copy"
_PAGES = Counter("baraza_public_pages_total", "Public pages asked for without a session, by what was found.", ["found"])
_KEPT, _OLD, _MADE = (_PAGES.labels(found) for found in ("kept", "old", "made"))
_LONGEST: Final = 512 * 1024
_LONGEST_ADDRESS: Final = 500
_MOST_OWN: Final = 1000
_OWN_SECONDS: Final = 600.0
# What a copy is made with, and by which it is told apart; the language is added.
_FORWARDED: Final = (b"x-forwarded-for", b"x-forwarded-proto", b"forwarded")
# Answers to these are somebody's own, or a part of a page.
_OWN: Final = frozenset({b"authorization", b"range", b"hx-request", b"x-requested-with", b"idempotency-key"})
_ONCE: Final = frozenset(
    {b"host", b"cookie", b"accept-language", b"accept-encoding", b"if-none-match", b"x-forwarded-proto"}
)


@dataclass(slots=True)
class Wish:
    """Made by us, granted by a view whose page is the same for all, but for its token where it is a form.

    `renews` a page that was asked for a moment ago.
    """

    renews: bool = False
    granted: bool = False
    is_form: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    key: Key
    page: Key
    languages: tuple[str, ...]
    encoding: str
    has: bytes
    cookie: bytes


class PublicPages:
    """Passes on to `behind` everything that is not a public page of nobody in particular.

    For half of `seconds` a copy is new; after that one request makes the next, and the others still get the old one;
    after all of them nobody gets it any more.
    """

    def __init__(self, *, behind: Application, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._behind = behind
        self._seconds = seconds
        self._clock = clock
        self._shelf: Shelf[Copy | FormCopy] = Shelf()
        self._making: dict[Key, asyncio.Task[Copy | FormCopy | None]] = {}
        self._own: dict[Key, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _asked(scope) if self._seconds and scope["type"] == "http" else None
        copy = await self._found(asked, scope) if asked is not None else None
        if asked is None or copy is None:
            await self._behind(scope, receive, send)
        elif isinstance(copy, FormCopy):
            await _hand_out_form(copy, asked, scope["method"], send)
        else:
            await self._hand_out(copy, asked, scope["method"], send)

    async def _found(self, asked: Asked, scope: Scope) -> Copy | FormCopy | None:
        copy = self._shelf.get(asked.key)
        age = self._clock() - copy.made_at if copy is not None else self._seconds
        if age < self._seconds / 2:
            _KEPT.inc()
            return copy
        if copy is None and (self._own.get(asked.page, 0) > self._clock() or not _may_be_public(scope)):
            return None
        if age < self._seconds:
            _OLD.inc()
            self._begin(asked, scope, renews=True)
            return copy
        _MADE.inc()
        return await asyncio.shield(self._begin(asked, scope))

    def _begin(self, asked: Asked, scope: Scope, *, renews: bool = False) -> asyncio.Task[Copy | FormCopy | None]:
        """One makes a page, whoever else wants it waits for the same."""
        making = self._making.get(asked.key)
        if making is None:
            making = asyncio.create_task(self._make(asked, scope, Wish(renews=renews)))
            self._making[asked.key] = making
            making.add_done_callback(lambda _: self._making.pop(asked.key))
        return making

    async def _make(self, asked: Asked, scope: Scope, wish: Wish) -> Copy | FormCopy | None:
        """None when the answer is not for everybody: then each visitor asks for themselves."""
        began, answer = self._clock(), _Collected()
        try:
            await self._behind(_stripped(scope, asked.languages, wish), _nothing_more(), answer.collect)
        except Exception:
            # Those who wait ask for themselves and meet the same error, which is told there.
            logger.warning("A public page could not be made for all.", exc_info=True)
            return None
        copy = await asyncio.to_thread(_packed, answer, wish, began)
        if copy is not None:
            self._shelf.put(asked.key, copy)
        elif answer.cookies:
            self._note_own(asked.page)
        return copy

    def _note_own(self, page: Key) -> None:
        """It gives cookies: it is not tried again for a while to make one for all."""
        if len(self._own) >= _MOST_OWN:
            self._own.clear()
        self._own[page] = self._clock() + _OWN_SECONDS

    async def _hand_out(self, copy: Copy, asked: Asked, method: str, send: Send) -> None:
        """A browser may keep it as long as we would have, unless its view says how long."""
        left = max(0, int(copy.made_at + self._seconds - self._clock()))
        kept = [] if copy.lasts else [(b"cache-control", b"private, max-age=%d" % left)]
        if asked.has and copy.etag in asked.has:
            await send({"type": "http.response.start", "status": 304, "headers": [*copy.headers, *kept]})
            await send({"type": "http.response.body", "body": b""})
            return
        packed = copy.packed(asked.encoding)
        await send({"type": "http.response.start", "status": copy.status, "headers": [*packed.headers, *kept]})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else packed.body})


class _Collected:
    """An answer as it comes; one that is too long is not kept to its end."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()
        self._is_too_long = False

    async def collect(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif not self._is_too_long:
            self.body += message.get("body", b"")
            self._is_too_long = len(self.body) > _LONGEST

    @property
    def cookies(self) -> list[bytes]:
        return [value for name, value in self.headers if name.lower() == b"set-cookie"]

    @property
    def gives_a_token_alone(self) -> bool:
        name = settings.CSRF_COOKIE_NAME.encode() + b"="
        return len(self.cookies) == 1 and self.cookies[0].startswith(name)

    @property
    def is_whole(self) -> bool:
        return not (self._is_too_long or any(name.lower() == b"content-encoding" for name, _ in self.headers))


def _packed(answer: _Collected, wish: Wish, at: float) -> Copy | FormCopy | None:
    if not (wish.granted and answer.is_whole):
        return None
    if not answer.cookies:
        return copy_of(status=answer.status, headers=answer.headers, body=bytes(answer.body), at=at)
    if not (wish.is_form and answer.gives_a_token_alone):
        return None
    try:
        return form_copy_of(status=answer.status, headers=answer.headers, body=bytes(answer.body), at=at)
    except NoHole:
        logger.warning("A form could not be packed around its token, and is made for each.", exc_info=True)
        return None


async def _hand_out_form(copy: FormCopy, asked: Asked, method: str, send: Send) -> None:
    token, cookie = token_for(cookie=asked.cookie)
    packed = copy.filled(token=token, encoding=asked.encoding)
    await send({"type": "http.response.start", "status": copy.status, "headers": [*packed.headers, cookie]})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else packed.body})


def _asked(scope: Scope) -> Asked | None:
    """None where the page is, or may be, somebody's own."""
    if scope["method"] not in ("GET", "HEAD"):
        return None
    given: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _OWN or (name in _ONCE and name in given):
            return None
        given[name] = value
    languages = _languages(given.get(b"cookie", b""), given.get(b"accept-language", b""))
    path, query, host = scope["path"], scope["query_string"], given.get(b"host", b"")
    # A language in the address is remembered in a cookie, which is the visitor's own.
    if languages is None or b"lang=" in query or len(path) + len(query) + len(host) > _LONGEST_ADDRESS:
        return None
    secure = scope["scheme"] == "https", given.get(b"x-forwarded-proto", b"")[:16]
    return Asked(
        (host, secure, path, query, languages),
        (host, path),
        languages,
        encoding_of(given.get(b"accept-encoding", b"")),
        given.get(b"if-none-match", b""),
        given.get(b"cookie", b""),
    )


@lru_cache(maxsize=1024)
def _languages(cookie: bytes, accepted: bytes) -> tuple[str, ...] | None:
    """Those that are wanted and that we have, the chosen one first; None for whoever has cookies of their own."""
    cookies = parse_cookie(cookie.decode("latin-1"))
    if not cookies.keys() <= {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}:
        return None
    wanted = [cookies.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code for code, _ in parse_accept_lang_header(accepted.decode("latin-1"))]
    known = {code for code, _ in settings.LANGUAGES}
    return tuple(code for code in dict.fromkeys(one.split("-")[0].lower() for one in wanted) if code in known)


def _may_be_public(scope: Scope) -> bool:
    """At an organisation's own name its slug is not in the address; which one it is, the view will know."""
    path, has_query = scope["path"], bool(scope["query_string"])
    return _is_marked(path, has_query=has_query) or _is_marked(f"/organisation{path}", has_query=has_query)


def _is_marked(path: str, *, has_query: bool) -> bool:
    """What stands behind the address of a form concerns a report that somebody is writing."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return bool(getattr(view, "is_same_for_all", False)) and not (has_query and getattr(view, "is_form", False))


def _stripped(scope: Scope, languages: tuple[str, ...], wish: Wish) -> Scope:
    """The request as nobody in particular would make it. The address stays, for what it may ask of us."""
    headers = [(name, value) for name, value in scope["headers"] if name == b"host" or name in _FORWARDED]
    # In falling order, as a browser says it.
    wanted = ", ".join(f"{code};q={1 - place / 100:.2f}" for place, code in enumerate(languages))
    headers += [(b"accept-language", wanted.encode())] if wanted else []
    return {**scope, "method": "GET", "headers": headers, WISH: wish}


def _nothing_more() -> Receive:
    """A request without a body, of somebody who does not go away."""
    first: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if first:
            return first.pop()
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    return receive
