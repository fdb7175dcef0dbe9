"""Agents and calls as Retell lists them: the newer way, and the older one for servers that know no other."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from baraza.channels.voice.calls import ask
from baraza.channels.voice.limits import CALL_BYTES, LIST_BYTES, PAGE, SMALL_PAGE
from baraza.channels.voice.reading import call_id_of, facts_of
from baraza.channels.voice.webhooks import without_bulk
from baraza.core.ingress.contract import ConnectionFacts, JsonObject
from baraza.lib.json_bodies import list_at, text_at
from baraza.messaging.voice import ASKED, CallEvent, CallPage, CallsWanted, OldWayOnly, VoiceAgent

_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE)
_LIMIT_REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
_MOST_AGENT_PAGES = 40


def list_agents(connection: ConnectionFacts) -> tuple[VoiceAgent, ...]:
    """Voice agents only, every agent once, whichever of its versions is newest."""
    found: dict[str, VoiceAgent] = {}
    key = ""
    for _ in range(_MOST_AGENT_PAGES):
        query = urlencode({"limit": 100, **({"pagination_key": key} if key else {})})
        status, answer = ask(
            connection=connection,
            method="POST",
            path=f"/v2/list-agents?{query}",
            json={},
            limit_bytes=LIST_BYTES,
            expected=_GONE,
        )
        if status in _GONE:
            _, older = ask(connection=connection, method="GET", path="/list-agents", limit_bytes=LIST_BYTES)
            return _agents(older if isinstance(older, list) else [])
        items = list_at(answer, "items")
        found.update({one.external_id: one for one in _agents(items)})
        key = text_at(answer, "pagination_key")
        if not key or not isinstance(answer, dict) or answer.get("has_more") is not True:
            break
    return tuple(found.values())


def list_calls(connection: ConnectionFacts, wanted: CallsWanted) -> CallPage:
    """Raises OldWayOnly, SendError."""
    if wanted.legacy:
        return _older(connection, wanted)
    window = [_ms(wanted.since), _ms(wanted.until)]
    body: JsonObject = {
        "filter_criteria": {
            "agent": [{"agent_id": one} for one in wanted.agent_ids],
            "start_timestamp": {"type": "range", "op": "bt", "value": window},
        },
        "sort_order": "ascending",
        "limit": PAGE,
    }
    if wanted.cursor:
        body["pagination_key"] = wanted.cursor
    status, answer = _listed(connection, "/v3/list-calls", body, expected=_GONE)
    if status in _GONE:
        raise OldWayOnly
    items = list_at(answer, "items")
    more = isinstance(answer, dict) and answer.get("has_more") is True
    return CallPage(calls=_events(items), next_cursor=text_at(answer, "pagination_key") if more else "")


def get_call(connection: ConnectionFacts, external_id: str) -> CallEvent | None:
    status, answer = ask(
        connection=connection,
        method="GET",
        path=f"/v2/get-call/{quote(external_id, safe='')}",
        limit_bytes=CALL_BYTES,
        expected=(HTTPStatus.NOT_FOUND,),
    )
    found = _events([answer]) if status != HTTPStatus.NOT_FOUND else ()
    return found[0] if found else None


def _older(connection: ConnectionFacts, wanted: CallsWanted) -> CallPage:
    """An array without a word on whether there is more: its last call leads on until a page is empty."""
    body: JsonObject = {
        "filter_criteria": {
            "agent_id": list(wanted.agent_ids),
            "start_timestamp": {"lower_threshold": _ms(wanted.since), "upper_threshold": _ms(wanted.until)},
        },
        "sort_order": "ascending",
        "limit": PAGE,
    }
    if wanted.cursor:
        body["pagination_key"] = wanted.cursor
    _, answer = _listed(connection, "/v2/list-calls", body, expected=())
    items = answer if isinstance(answer, list) else []
    events = _events(items)
    return CallPage(calls=events, next_cursor=events[-1].call.external_id if events else "")


def _listed(connection: ConnectionFacts, path: str, body: JsonObject, *, expected: tuple[int, ...]) -> tuple[int, Any]:
    """A page as large as is taken; `body` keeps the size that was."""
    status, answer = ask(
        connection=connection,
        method="POST",
        path=path,
        json=body,
        limit_bytes=LIST_BYTES,
        expected=(*expected, *_LIMIT_REFUSED),
    )
    if status in _LIMIT_REFUSED:
        body["limit"] = SMALL_PAGE
        return ask(
            connection=connection, method="POST", path=path, json=body, limit_bytes=LIST_BYTES, expected=expected
        )
    return status, answer


def _events(items: list[Any]) -> tuple[CallEvent, ...]:
    """What has no id is no call."""
    calls = [one for one in items if isinstance(one, dict) and call_id_of(one)]
    return tuple(
        CallEvent(event=ASKED, key=f"{ASKED}:{call_id_of(one)}", call=facts_of(one), raw={"call": without_bulk(one)})
        for one in calls
    )


def _agents(items: list[Any]) -> tuple[VoiceAgent, ...]:
    return tuple(
        VoiceAgent(
            external_id=text_at(one, "agent_id"),
            name=text_at(one, "agent_name") or text_at(one, "agent_id"),
            language=text_at(one, "language"),
            webhook_url=text_at(one, "webhook_url"),
            events=tuple(str(event) for event in list_at(one, "webhook_events")),
        )
        for one in items
        if text_at(one, "agent_id") and text_at(one, "channel") in {"", "voice"}
    )


def _ms(at: Any) -> int:
    return int(at.timestamp() * 1000)
