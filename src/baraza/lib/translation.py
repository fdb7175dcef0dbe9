"""Marks English texts for the catalogues where they are declared and translated where they are shown."""


def gettext_noop(message: str) -> str:
    return message
