"""Category, priority and language of a resident's message, guessed offline."""
