#!/usr/bin/env python
"""Django's command line, for tools that look for it by this name; people use `baraza`."""

from baraza.config.cli import main

if __name__ == "__main__":
    main()
