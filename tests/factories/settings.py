"""What an organisation set up: a team, a ready-made reply, a connection."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from tests.factories.core import make_connection

from baraza.core.identity.actions.teams import make_team, team_mark
from baraza.core.identity.actor import Actor
from baraza.core.settings.domains import claim_domain
from baraza.core.settings.sign_videos import keep_sign_video
from baraza.lib.clock import now
from baraza.services.complaints.actions.canned import reply_mark, save_canned_reply
from baraza.services.complaints.actions.notices import NewNotice, write_notice

TEAM: Final = "Roads and bridges"
REPLY: Final = "On our way"
REPLY_TEXTS: Final = {"en": "We are on our way."}


@dataclass(frozen=True, kw_only=True)
class SettingsRows:
    team_id: int
    reply_id: int
    connection_id: int
    notice_id: int
    domain_id: int
    film_id: int

    def words(self) -> dict[str, object]:
        return {
            "own_team": self.team_id,
            "own_team_mark": team_mark(name=TEAM, member_ids=()),
            "reply": self.reply_id,
            "reply_mark": reply_mark(title=REPLY, texts=REPLY_TEXTS, category=""),
            "connection": self.connection_id,
            "notice": self.notice_id,
            "own_domain": self.domain_id,
            "own_film": self.film_id,
        }


def make_notice(**overrides: Any) -> NewNotice:
    """So for an hour already."""
    values: dict[str, Any] = {
        "kind": "outage",
        "titles": {"en": "No water in the south"},
        "texts": {"en": "A main pipe burst."},
        "wards": (),
        "begins_at": now() - timedelta(hours=1),
        "ends_at": None,
        **overrides,
    }
    return NewNotice(**values)


CAPTIONS: Final = "WEBVTT\n\n00:00.000 --> 00:02.000\nTell us what is broken.\n"
FILM: Final = b"\x00\x00\x00\x18ftypmp42" + bytes(100)


def make_sign_video(*, actor: Actor, page: str = "home", film: bytes = FILM) -> int:
    return keep_sign_video(
        actor=actor, page=page, sign_language="sasl", film=film, captions=CAPTIONS, captions_language="en"
    )


def make_settings_rows(*, organisation_id: int, actor: Actor) -> SettingsRows:
    """Inside the organisation's scope."""
    return SettingsRows(
        team_id=make_team(actor=actor, name=TEAM, member_ids=()),
        reply_id=save_canned_reply(actor=actor, title=REPLY, texts=REPLY_TEXTS),
        connection_id=make_connection(organisation_id=organisation_id, name="Desk").id,
        notice_id=write_notice(actor=actor, new=make_notice()),
        domain_id=claim_domain(actor=actor, host="own.umngeni.example"),
        film_id=make_sign_video(actor=actor),
    )
