"""Writes of people, memberships, roles and keys: one file per noun."""

from baraza.core.identity.actions.memberships import enrol_member

__all__ = ["enrol_member"]
