"""Writes of calls and agents."""
