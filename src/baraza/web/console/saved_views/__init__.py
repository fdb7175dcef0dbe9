"""Saved views of lists: the menu above a list and the page on which views are renamed, shared and removed."""
