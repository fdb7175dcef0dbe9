"""The platform's own people: organisations founded and closed, help given inside one, who else may do this."""
