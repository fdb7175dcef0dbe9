"""Open pages follow what happens, and members read what they were told."""
