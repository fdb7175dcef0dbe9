"""Tables of triage."""
