"""Command-line doors of triage."""
