"""What can be said to whoever looks after voice agents.

CallsRefused ─┬─ AgentTaken         it belongs to another organisation, or is here already
              ├─ AgentUnknown
              ├─ AddressNotPublic   nobody outside could reach our address
              ├─ ProviderAway       it could not be asked, or did not accept the key
              └─ ChangedMeanwhile
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
