"""Writes of the complaints service: what residents and staff do with a complaint."""
