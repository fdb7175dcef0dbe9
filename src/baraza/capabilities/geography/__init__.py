"""Areas with dated editions, and which one a place on earth lies in."""
