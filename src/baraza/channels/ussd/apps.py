"""Registers the channel with Django."""

from django.apps import AppConfig


class UssdConfig(AppConfig):
    name = "baraza.channels.ussd"
    label = "channel_ussd"
