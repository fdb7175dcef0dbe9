"""Where other systems are told what happens, and what they answered."""
