"""Command-line doors of conversations."""
