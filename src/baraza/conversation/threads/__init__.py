"""Threads: what is said with one person over one connection, and whether the dialogue or a person answers."""
