"""What is on offer: one line per channel provider, one line per service."""

CHANNEL_PROVIDERS = {
    "whatsapp.meta_cloud": "baraza.channels.whatsapp.meta_cloud.MetaCloud",
    "ussd.africas_talking": "baraza.channels.ussd.africas_talking.AfricasTalking",
    "ussd.hubtel": "baraza.channels.ussd.hubtel.Hubtel",
    "sms.twilio": "baraza.channels.sms.twilio.Twilio",
    "email.mailgun": "baraza.channels.email.mailgun.Mailgun",
    "email.sendgrid": "baraza.channels.email.sendgrid.SendGrid",
    "email.postmark": "baraza.channels.email.postmark.Postmark",
    "email.smtp": "baraza.channels.email.smtp.Smtp",
    "webpush.browsers": "baraza.channels.webpush.browsers.Browsers",
    "voice.retell": "baraza.channels.voice.retell.Retell",
}

SERVICE_APPS = [
    "baraza.services.complaints.apps.ComplaintsConfig",
    "baraza.services.call_analytics.apps.CallAnalyticsConfig",
]

CHANNEL_APPS = [
    "baraza.channels.whatsapp.apps.WhatsappConfig",
    "baraza.channels.ussd.apps.UssdConfig",
    "baraza.channels.sms.apps.SmsConfig",
    "baraza.channels.email.apps.EmailConfig",
    "baraza.channels.webpush.apps.WebpushConfig",
    "baraza.channels.voice.apps.VoiceConfig",
]
