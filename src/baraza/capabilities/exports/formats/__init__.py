"""How rows become a file: each format takes them batch by batch and writes to something that seals."""
