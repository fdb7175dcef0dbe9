"""What makes it safe for many tenants: organisations, identity, tenancy, audit, jobs, ingress."""
