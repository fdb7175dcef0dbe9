"""From an official boundary file to an edition in the database."""
