"""WhatsApp: what it can show, and the providers through which it is reached."""
