"""A conversation in the terminal, through the real runner with a channel's real limits."""
