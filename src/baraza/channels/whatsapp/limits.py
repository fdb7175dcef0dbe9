"""What WhatsApp can show and take. Every figure is Meta's, checked on 2026-11-20."""

from baraza.messaging.contract import Limits

# developers.facebook.com/documentation/business-messaging/whatsapp (pages of 2026-09-11) and
# github.com/facebook/openapi, business-messaging-api_v23.0.yaml. The two differ on the body of a list (4096 and
# 1024); the smaller one always works.
LIMITS = Limits(
    text=4096,
    buttons=3,
    button_title=20,
    rows=10,
    row_title=24,
    row_description=72,
    list_button=20,
    interactive_body=1024,
    asks_location=True,
    takes_photos=True,
    caption=1024,
    window_hours=24,
)
BUTTON_ID = 256
ROW_ID = 200
SECTIONS = 10
SECTION_TITLE = 24
OPAQUE_KEY = 512

# Media page: the largest file that WhatsApp carries, by the first half of its type ("image/webp" is a sticker).
_MEGABYTE = 1024 * 1024
MEDIA_BYTES = {
    "image": 5 * _MEGABYTE,
    "audio": 16 * _MEGABYTE,
    "video": 16 * _MEGABYTE,
    "application": 100 * _MEGABYTE,
    "text": 100 * _MEGABYTE,
}
# The address of a file is good for five minutes, its id in a webhook for seven days.
MEDIA_HOSTS = ("*.fbsbx.com", "*.fbcdn.net")
