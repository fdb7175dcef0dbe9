"""Tells other systems what happened: signed as Standard Webhooks, tried again for a day, written down."""
