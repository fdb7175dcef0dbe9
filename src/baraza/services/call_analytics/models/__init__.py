"""Tables of the service, one file per noun."""

from baraza.services.call_analytics.models.agent import Agent
from baraza.services.call_analytics.models.alerts import Alert, AlertLetter, AlertRule
from baraza.services.call_analytics.models.backfill import Backfill, DayReport
from baraza.services.call_analytics.models.call import Call
from baraza.services.call_analytics.models.cost import CostLine
from baraza.services.call_analytics.models.detail import CallDetail
from baraza.services.call_analytics.models.event import CallEvent
from baraza.services.call_analytics.models.exchange import ExchangeRate
from baraza.services.call_analytics.models.figures import CallFigure, CallLatencyFigure
from baraza.services.call_analytics.models.ledger import ClosedMonth, Ledger, LedgerEntry, Standing
from baraza.services.call_analytics.models.ledger_rules import CallOverride, RuleBook
from baraza.services.call_analytics.models.offer import AgentOffer
from baraza.services.call_analytics.models.ping import AgentPing
from baraza.services.call_analytics.models.recording import Recording
from baraza.services.call_analytics.models.words import CallWords
from baraza.services.call_analytics.models.work import CallNote, CallTag

__all__ = [
    "Agent",
    "AgentOffer",
    "AgentPing",
    "Alert",
    "AlertLetter",
    "AlertRule",
    "Backfill",
    "Call",
    "CallDetail",
    "CallEvent",
    "CallFigure",
    "CallLatencyFigure",
    "CallNote",
    "CallOverride",
    "CallTag",
    "CallWords",
    "ClosedMonth",
    "CostLine",
    "DayReport",
    "ExchangeRate",
    "Ledger",
    "LedgerEntry",
    "Recording",
    "RuleBook",
    "Standing",
]
