"""What the form for one's own number says. Pure."""

from collections.abc import Callable

from bot.features.groups.service import GONE as GROUP_GONE
from bot.features.own_number.ids import Field
from bot.features.own_number.service import OwnNumber
from bot.slack.blocks.fields import phone as phone_field
from bot.slack.incoming.forms import FieldErrors, Values


def validate(
    values: Values, *, region: str | None, group_named: Callable[[str], str | None]
) -> OwnNumber | None:
    """Return the number the form gives, none where it is empty; ``group_named`` as for every such field.

    Raises :exc:`FieldErrors`.
    """
    shown = phone_field.read(values, Field.NUMBER)
    if not shown.number:
        return None
    errors: dict[str, str] = {}
    phone = phone_field.meant(shown, Field.NUMBER, region, errors)
    chosen = values.chosen(Field.GROUP)
    group = group_named(chosen) if chosen else ""
    if group is None:
        errors[Field.GROUP] = GROUP_GONE
    if errors or phone is None or group is None:
        raise FieldErrors(errors)
    return OwnNumber(phone.digits, group)
