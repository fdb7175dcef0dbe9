"""Tables that need no import: South African municipalities, well-known places, a coarse outline."""
