"""Complaints: what residents report to their municipality, and what becomes of it."""
