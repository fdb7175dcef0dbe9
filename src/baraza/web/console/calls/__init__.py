"""Calls of voice agents: the list and one call."""
