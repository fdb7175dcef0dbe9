"""The second factor: codes of an app, recovery codes, passkeys; kept in allauth's table, sealed with the project's keys."""
