"""What residents and members think of the pages and of how they were served, read by admins at least once a week."""
