"""The first page after signing in: what is to be done and how things stand, for each role."""
