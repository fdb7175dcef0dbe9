"""What residents and members think: admins read it, members say it."""
