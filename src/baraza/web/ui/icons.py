"""Our own line icons: the shapes inside a 24 by 24 box, drawn with the text colour."""

from typing import Final

CATEGORY_ICONS: Final[dict[str, str]] = {
    "water_leak": (
        '<path d="M3 8.5h8.5a5 5 0 0 1 5 5V15h-4v-1.5a1 1 0 0 0-1-1H3M8 8.5v-3M5 5.5h6"/>'
        '<path d="M14.5 17.6c1 1.3 1.6 2 1.6 2.8a1.6 1.6 0 0 1-3.2 0c0-.8.6-1.5 1.6-2.8z"/>'
    ),
    "burst_pipe": '<path d="M2 13h7v7H2M22 13h-7v7h7M12 17V9M8.7 9.5 6.2 5.5M15.3 9.5l2.5-4M12 5.5V3.5"/>',
    "water_supply": '<path d="M12 3c3.6 4.3 6 7.2 6 10.6a6 6 0 0 1-12 0C6 10.2 8.4 7.3 12 3z"/><path d="M9 14a3 3 0 0 0 3 3"/>',
    "sewage": '<circle cx="12" cy="12" r="9"/><path d="M8.5 8.5h7M7 12h10M8.5 15.5h7"/>',
    "electricity_outage": '<path d="M13.5 2.5 5 13.5h6L10.5 21.5 19 10.5h-6z"/>',
    "streetlight": '<path d="M6.5 21V7.5a4 4 0 0 1 4-4H13M4 21h5M13 3h4.5l2.5 4.5h-7zM14 11v2M16.7 11v3M19.4 11v2"/>',
    "pothole_road": '<path d="M8 3 4 21M16 3l4 18M12 3.5V6M12 9v2M12 20.5v.5"/><ellipse cx="12" cy="15.7" rx="3.4" ry="2"/>',
    "refuse": '<path d="M4.5 7h15M9 7V4h6v3M6.5 7l1 14h9l1-14M10.3 11v6M13.7 11v6"/>',
    "illegal_dumping": (
        '<path d="M9.5 4h5M10 4c0 2.6-.4 3.6-1.8 5C6 11.3 5 13.6 5 16.2 5 19.5 7.2 21 12 21s7-1.5 7-4.8c0-2.6-1-4.9-3.2-7.2-1.4-1.4-1.8-2.4-1.8-5"/>'
        '<path d="m10 13 4 4M14 13l-4 4"/>'
    ),
    "traffic_signal": (
        '<rect x="8" y="2.5" width="8" height="16" rx="3"/><path d="M12 18.5V22"/>'
        '<circle cx="12" cy="6.5" r="1.4"/><circle cx="12" cy="10.5" r="1.4"/><circle cx="12" cy="14.5" r="1.4"/>'
    ),
    "stormwater_flood": '<path d="M5 12.5V9.8l7-6 7 6v2.7M2 16.5q2.5-2 5 0t5 0 5 0 5 0M2 20.5q2.5-2 5 0t5 0 5 0 5 0"/>',
    "parks_trees": (
        '<path d="M12 3c3 0 5 2 5 4.5 1.8.6 3 2.1 3 4 0 2.4-2 4-4.5 4h-7C6 15.5 4 13.9 4 11.5c0-1.9 1.2-3.4 3-4C7 5 9 3 12 3z"/>'
        '<path d="M12 21V10M12 13.5l2.7-2M8.5 21h7"/>'
    ),
    "noise": '<path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18.3 6.5a8 8 0 0 1 0 11"/>',
    "billing_account": '<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5"/>',
    "housing": '<path d="m3.5 11.5 8.5-8 8.5 8M6 9.5V20.5h12V9.5M10 20.5v-6h4v6"/>',
    "staff_conduct": '<circle cx="10" cy="7.5" r="3.7"/><path d="M3 20.5c0-4 3-6.5 7-6.5 1.2 0 2.3.2 3.2.6M18 12.5v4.5M18 20.5v.01"/>',
    "other": '<circle cx="12" cy="12" r="9"/><path d="M8 12h.01M12 12h.01M16 12h.01"/>',
}

UI_ICONS: Final[dict[str, str]] = {
    "alert": '<path d="M12 3.5 2.5 20h19zM12 10v4.5M12 17.3v.01"/>',
    "arrow_down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "arrow_left": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "arrow_right": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "arrow_up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "audit": '<path d="M12 3 5 6v5.5c0 4.3 2.8 7.7 7 9.5 4.2-1.8 7-5.2 7-9.5V6zM9 12l2.2 2.2L15.2 10"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2 2 0 0 0 4 0"/>',
    "building": '<path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3M16.5 13v.01M16.5 17v.01"/>',
    "bus": '<rect x="4" y="4" width="16" height="13" rx="2.5"/><path d="M4 11.5h16M7.5 17v2.5M16.5 17v2.5M7.5 14.3h.01M16.5 14.3h.01"/>',
    "calendar": '<path d="M4 6h16v14.5H4zM4 10.5h16M8 3v5M16 3v5"/>',
    "call": '<path d="M5 4h4l1.5 4.5-2.3 1.7a12 12 0 0 0 5.6 5.6l1.7-2.3L20 15v4a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z"/>',
    "camera": '<path d="M3.5 7.5h4l1.8-3h5.4l1.8 3h4v12h-17z"/><circle cx="12" cy="13.2" r="3.6"/>',
    "captions": '<rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="M10.5 10.5a2 2 0 1 0 0 3M17 10.5a2 2 0 1 0 0 3"/>',
    "car": '<path d="M4 16.5v-4l2-5.5h12l2 5.5v4zM4 12.5h16M6.5 16.5V19M17.5 16.5V19M7.5 14.5h.01M16.5 14.5h.01"/>',
    "chart": '<path d="M4 20.5h16M6.5 17V11M12 17V5M17.5 17v-8"/>',
    "chat": '<path d="M4 5h16v11.5h-8.5L7 20.5v-4H4zM8 9h8M8 12.5h5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "chevron_down": '<path d="m6 9.5 6 6 6-6"/>',
    "chevron_left": '<path d="m14.5 6-6 6 6 6"/>',
    "chevron_right": '<path d="m9.5 6 6 6-6 6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.3 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3"/>',
    "dashboard": '<path d="M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z"/>',
    "document": '<path d="M6 3h8l4 4.5V21H6zM14 3v5h4M9 12.5h6M9 16.5h6"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "edit": '<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4"/>',
    "empty": '<path d="M4 13.5 6.5 5h11l2.5 8.5V20H4zM4 13.5h5a3 3 0 0 0 6 0h5"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 13.5V20H4V6h6.5"/>',
    "eye": '<path d="M2.5 12C5 7.7 8.2 5.5 12 5.5S19 7.7 21.5 12c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "flag": '<path d="M5.5 21V4M5.5 4.5h12l-2.5 4 2.5 4h-12"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.6 2.6 3.9 5.6 3.9 9S14.6 18.4 12 21c-2.6-2.6-3.9-5.6-3.9-9S9.4 5.6 12 3z"/>',
    "handset": '<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M9.5 5.5h5v4.5h-5zM10 13.5h.01M14 13.5h.01M10 17h.01M14 17h.01"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.4 9.4a2.7 2.7 0 1 1 3.8 2.5c-.8.4-1.2.9-1.2 1.9M12 16.8v.01"/>',
    "home": '<path d="m3.5 11.5 8.5-8 8.5 8M6 9.5v11h12v-11"/>',
    "image": '<path d="M4 5h16v14H4zM4 16.5l5-5 4 4 2.5-2.5 4.5 4.5"/><circle cx="15.5" cy="9" r="1.2"/>',
    "inbox": '<path d="M4 13.5V5h16v8.5V20H4zM4 13.5h4.5a3.5 3.5 0 0 0 7 0H20"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.7v.01"/>',
    "key": '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.2 12.3 8.3-8.3M16 7.5l3 3M14 9.5l2 2"/>',
    "language": '<path d="M3.5 6h10M8.5 3.5V6M6 6c.6 3.2 3 6 6.5 7.5M11 6c-.8 3.6-3.2 6.3-7 7.8M12.5 20.5 17 10l4.5 10.5M14 17.3h6"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7L12 17.7"/>',
    "list": '<path d="M8.5 6H20M8.5 12H20M8.5 18H20M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "locate": '<circle cx="12" cy="12" r="6.5"/><path d="M12 2.5V8M12 16v5.5M2.5 12H8M16 12h5.5"/>',
    "place": '<path d="M12 21.5c-4.7-5.3-7-9-7-11.9a7 7 0 0 1 14 0c0 2.9-2.3 6.6-7 11.9z"/><circle cx="12" cy="9.7" r="2.6"/>',
    "lock": '<path d="M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM3.5 7l8.5 6.5L20.5 7"/>',
    "map": '<path d="M3.5 6 9 3.5l6 2.5 5.5-2.5V18L15 20.5 9 18l-5.5 2.5zM9 3.5V18M15 6v14.5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "money": '<rect x="3" y="6" width="18" height="12" rx="2"/><circle cx="12" cy="12" r="2.8"/><path d="M6.5 12h.01M17.5 12h.01"/>',
    "more": '<path d="M5.5 12h.01M12 12h.01M18.5 12h.01"/>',
    "note": '<path d="M5 4h14v10.5L13.5 20H5zM13.5 20v-5.5H19"/>',
    "paperclip": '<path d="m19.5 11-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.8 7.8a1.5 1.5 0 0 1-2.2-2.2l7-7"/>',
    "play": '<path d="M7 4.5v15l12-7.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 8.5V3.5h10v5M7 17H4V8.5h16V17h-3M7 13.5h10v7H7z"/>',
    "project": '<path d="M4 20.5h16M7 20.5V9h5v11.5M4 9h16M7 9 12 3.5V9M17 9v4M15.5 13h3v3h-3z"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2M17.5 20H20v-2M14 20v.01"/>',
    "repeat": '<path d="M4.5 11a7.5 7.5 0 0 1 13-4l2.5 2.5M20 4.5v5h-5M19.5 13a7.5 7.5 0 0 1-13 4L4 14.5M4 19.5v-5h5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "send": '<path d="M4 12 20.5 4 16 20l-4.5-6zM11.5 14l9-10"/>',
    "settings": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>',
    "sign_language": '<path d="M7.5 12.5v-7a1.5 1.5 0 0 1 3 0V10.5M10.5 10.5V4a1.5 1.5 0 0 1 3 0v6.5M13.5 10.5V5.5a1.5 1.5 0 0 1 3 0V13M16.5 10.5V9a1.5 1.5 0 0 1 3 0v5.5c0 4-2.5 6.5-6 6.5-3 0-4.6-1.3-6.3-4l-2.5-4c-.7-1.3 1-2.7 2.2-1.5l2 2"/>',
    "sign_out": '<path d="M10 4H5v16h5M9.5 12H20M16 8l4 4-4 4"/>',
    "star": '<path d="m12 3.5 2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6-4.4-4.2 6-.8z"/>',
    "success": '<circle cx="12" cy="12" r="9"/><path d="m8 12.3 2.8 2.8L16 9.8"/>',
    "tag": '<path d="M3.5 11.5v-8h8l9 9-8 8zM8 8h.01"/>',
    "trash": '<path d="M4.5 6.5h15M9.5 6.5v-3h5v3M6.5 6.5 7.5 20.5h9l1-14"/>',
    "upload": '<path d="M12 16V5M7 9.5l5-5 5 5M4.5 20h15"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c0-4 3.2-6.5 7.5-6.5s7.5 2.5 7.5 6.5"/>',
    "users": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-3.7 2.8-6 6.5-6s6.5 2.3 6.5 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.6c2.2.8 3.5 2.7 3.5 5.4"/>',
    "video": '<path d="M3 6h12.5v12H3zM15.5 10.5l5.5-3v9l-5.5-3"/>',
}

ICONS: Final[dict[str, str]] = {**CATEGORY_ICONS, **UI_ICONS}

MARK: Final = (
    '<rect width="36" height="36" rx="10" class="ba-mark__ground"/>'
    '<path class="ba-mark__seats" d="M10.4 26.6A11 11 0 0 1 8.5 24.2M7.0 17.7A11 11 0 0 1 7.7 14.7M11.9 9.5A11 11 0 0 1 14.7 8.1M21.3 8.1A11 11 0 0 1 24.1 9.5M28.3 14.7A11 11 0 0 1 29.0 17.7M27.5 24.2A11 11 0 0 1 25.6 26.6"/>'
    '<circle class="ba-mark__matter" cx="18" cy="18.6" r="4.2"/>'
)
