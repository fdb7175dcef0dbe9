"""The list of complaints: filters, search, saved views, many at once."""
