"""The audit trail: who did what, found again, with proof that nothing was changed since."""
