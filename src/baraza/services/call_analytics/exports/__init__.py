"""Lists of the service that can be taken away as files."""
