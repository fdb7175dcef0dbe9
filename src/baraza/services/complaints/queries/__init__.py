"""Reads of the complaints service: one complaint, lists for staff, what is near, information for residents."""
