"""Who is told of calls, and when: one file per way."""
