"""The face for other systems: read with a key, answered in JSON."""
