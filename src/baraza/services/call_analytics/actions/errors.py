"""What can be said to whoever looks after voice agents.

CallsRefused ─┬─ AgentTaken         it belongs to another organisation, or is here already
              ├─ AgentUnknown
              ├─ AddressNotPublic   nobody outside could reach our address
              ├─ ProviderAway       it could not be asked, or did not accept the key
              ├─ ChangedMeanwhile
              └─ billing: RulesRefused, MonthClosed, MonthNotOver, MonthBefore, CreditTooLarge, NothingToBill
"""


class CallsRefused(Exception):
    """Its text is plain English for people."""


class AgentTaken(CallsRefused):
    pass


class AgentUnknown(CallsRefused):
    pass


class AddressNotPublic(CallsRefused):
    pass


class ProviderAway(CallsRefused):
    pass


class ChangedMeanwhile(CallsRefused):
    pass


class PreviewStale(CallsRefused):
    """What would be saved is not what was shown."""


class RateFixed(CallsRefused):
    """A statement was closed with another rate."""


class RateNotNeeded(CallsRefused):
    """One currency has no rate to itself, and none is nought."""


class RulesRefused(CallsRefused):
    """`problems` are place and code, see rules/billing_books.py."""

    def __init__(self, problems: list[tuple[int, str]]) -> None:
        super().__init__("The rules do not fit together.")
        self.problems = problems


class MonthClosed(CallsRefused):
    pass


class MonthNotOver(CallsRefused):
    pass


class MonthBefore(CallsRefused):
    """An earlier one has to be closed first."""


class CreditTooLarge(CallsRefused):
    pass


class CallOfAnother(CallsRefused):
    """The call is not one of the client that was named."""


class NothingToBill(CallsRefused):
    """There are no rules yet, or the call is still going on."""
