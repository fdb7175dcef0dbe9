"""Signing in and what a person may change of their own account."""
