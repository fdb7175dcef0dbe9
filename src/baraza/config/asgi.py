"""The web process: the providers' door in front, Django behind it."""

from baraza.config.cli import choose_settings

choose_settings()

from django.core.asgi import get_asgi_application  # noqa: E402

from baraza.core.ingress.door import Door  # noqa: E402

application = Door(behind=get_asgi_application())
