"""Reads of calls and agents; always of the organisation in scope."""
