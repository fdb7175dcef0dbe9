"""Channel connections: made step by step, looked after, tested with words on what is wrong."""
