"""Boards of calls, alerts and the reports that come by themselves."""
