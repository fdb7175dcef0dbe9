"""Photos that people send: fetched, checked, stripped of what they did not mean to tell, kept encrypted."""
