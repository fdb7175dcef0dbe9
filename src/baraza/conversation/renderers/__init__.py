"""A turn as one channel can show it."""
