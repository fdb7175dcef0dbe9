"""Decisions about calls: money, outcomes, doubts. Plain Python."""
