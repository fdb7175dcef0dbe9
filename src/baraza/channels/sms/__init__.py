"""SMS: one folder, one file per provider."""
