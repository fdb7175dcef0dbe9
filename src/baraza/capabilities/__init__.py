"""What several services need: notifications, places, documents, triage and the like."""
