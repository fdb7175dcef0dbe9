"""The dialogue engine: plain Python, from (dialogue, state, input) to a turn."""
