"""E-mails to members beside those that nobody can do without: which each of them wants, and a digest."""
