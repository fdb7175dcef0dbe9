"""The faces: what residents, staff and partners see and call."""
