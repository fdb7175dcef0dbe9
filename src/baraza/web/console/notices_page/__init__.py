"""Outages and notices for residents: written, published, withdrawn."""
