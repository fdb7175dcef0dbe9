"""What can be said to whoever looks after endpoints."""


class WebhooksRefused(Exception):
    """Its text is plain English for people."""


class EndpointUnknown(WebhooksRefused):
    pass


class DeliveryUnknown(WebhooksRefused):
    pass


class TooManyEndpoints(WebhooksRefused):
    pass


class ChangedMeanwhile(WebhooksRefused):
    pass
