"""Figures of a period: times, shares, volume, compared with another period, each with how it is counted."""
