"""Calls of voice agents: kept, priced, judged and shown to the agency and to its clients."""
