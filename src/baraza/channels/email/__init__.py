"""Letters to residents by e-mail: one file per provider, all of them through django-anymail or plain SMTP."""
