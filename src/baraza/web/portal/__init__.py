"""The residents' face: report a problem and follow what becomes of it."""
