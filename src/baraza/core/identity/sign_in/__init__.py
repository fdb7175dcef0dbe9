"""Signing in: passwords, tries, the steps between password and session, sessions and their limits."""
