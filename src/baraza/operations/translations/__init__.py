"""The translation catalogues: filled from the source, compiled for Django, checked for whoever reads them."""
