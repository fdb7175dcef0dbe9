"""From an empty organisation to its first report: what is done and what is missing, read from what is there."""
