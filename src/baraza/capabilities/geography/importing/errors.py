"""The one anticipated failure of an import; its text names the file, field or row and what to do."""


class ImportRefused(Exception):
    """The file was not imported and nothing was changed."""
