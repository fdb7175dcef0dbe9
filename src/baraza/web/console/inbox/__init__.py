"""Conversations that are not a report, and people who asked for a person."""
