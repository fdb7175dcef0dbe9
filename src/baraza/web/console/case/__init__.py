"""One complaint in one screen, and what staff do with it."""
