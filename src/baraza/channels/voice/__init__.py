"""Voice agents: calls that a provider's agents take and make, told to us event by event."""
