"""Messages are drawn for the same texts as reports are asked for."""

from tests.features.delivery.conftest import (
    account,
    background,
    delivery,
    details,
    messages,
    poster,
    report_client,
    request,
    text,
    watch,
)

__all__ = [
    "account",
    "background",
    "delivery",
    "details",
    "messages",
    "poster",
    "report_client",
    "request",
    "text",
    "watch",
]
