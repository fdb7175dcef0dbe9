"""Voice agents: the accounts at their provider, the agents, their addresses, what was heard and missed."""
