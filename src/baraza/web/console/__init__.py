"""The staff's face: what is theirs to do, in one screen."""
