"""Dialogues declared once, rendered per channel, resumable on any of them."""
