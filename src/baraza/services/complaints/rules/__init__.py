"""Decisions of the complaints service that need no database."""
