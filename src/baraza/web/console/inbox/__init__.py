"""Conversations with residents: read, answered by a person, given back to the dialogue."""
