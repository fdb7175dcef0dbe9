"""Bills of calls: their rules, monthly statements, credit notes, the decision on one call."""
