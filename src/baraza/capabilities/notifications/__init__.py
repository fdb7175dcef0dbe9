"""Telling a person something outside a conversation, on the channel that reaches them."""
