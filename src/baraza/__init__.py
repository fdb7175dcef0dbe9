"""A public-service desk on every channel people have, on one multi-tenant core."""
