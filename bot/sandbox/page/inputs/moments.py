"""Date, time and date-and-time fields, with the browser's own pickers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui
from nicegui.element import Element

from bot.sandbox.page.native import set_attributes
from bot.sandbox.page.stage import Json, Stage
from bot.sandbox.slack.field_values import Typed

FORMS = {
    "datepicker": ("date", "selected_date"),
    "timepicker": ("time", "selected_time"),
    "datetimepicker": ("datetime-local", "selected_date_time"),
}


def draw(stage: Stage, block: Json, element: Json, label: str) -> Element:
    """Draw a picker and return it; a date and time is entered in the person's own time zone."""
    form, key = FORMS[element["type"]]
    zone = ZoneInfo(stage.session.member.timezone)
    value = stage.value(block, element).get(key)
    if value is None:
        value = element.get(key.replace("selected", "initial"))
    control = (
        ui.input(value=shown(value, zone)).classes("field moment").props("borderless dense hide-bottom-space")
    )
    set_attributes(control, type=form, aria_label=label)

    async def on_change(event: Any) -> None:  # noqa: ANN401  NiceGUI's event
        await stage.fill(block, element, entered(element["type"], event.value, zone))

    control.on_value_change(on_change)
    return control


def shown(value: object, zone: ZoneInfo) -> str:
    """Return a state value as the browser's picker wants it."""
    if isinstance(value, int):
        return f"{datetime.fromtimestamp(value, UTC).astimezone(zone):%Y-%m-%dT%H:%M}"
    return str(value or "")


def entered(kind: str, value: str, zone: ZoneInfo) -> Typed:
    """Return what the picker holds as the workspace wants it; None when it is empty or half filled in."""
    if not value:
        return None
    if kind == "datetimepicker":
        return datetime.fromisoformat(value).replace(tzinfo=zone)
    return value
