"""The part of a form that tells the customer of a change: whether, and in which words. Pure."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, TypeVar

from bot.features.appointments.form import text_field
from bot.features.appointments.form.text_field import TextField
from bot.features.appointments.ids import Part
from bot.slack.incoming.forms import Values


@dataclass(frozen=True, slots=True)
class Notice:
    """Whether the box is ticked, and what stands in the field."""

    field: TextField
    tells: bool = False

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the words can't be sent."""
        return self.field.left_out if self.tells else ()


class Telling(Protocol):
    """A form with this part, as a dataclass; what it carries along counts the editions of the field."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def state(self) -> Any:  # noqa: ANN401 - each form's own
        """What it carries along, with the ``edition``."""

    @property
    def notice(self) -> Notice:
        """This part."""


Form = TypeVar("Form", bound=Telling)


def suggested(text: str, about: str = "", *, tells: bool = False) -> Notice:
    """Return this part as it is opened; ``about`` is as in :func:`read`."""
    return Notice(TextField(_of(about), text), tells)


def read(values: Values, suggested: str, edition: int, about: str = "") -> Notice:
    """Return this part as it stands; a field that was not shown yet has what is ``suggested`` for it.

    ``about`` tells apart the fields of one form whose words are suggested for different things.
    """
    return Notice(text_field.read(values, _of(about), edition, suggested), values.ticked(Part.TELL))


def inserted(form: Form, body: str) -> Form:
    """Return a form with a template behind the text. Raises what :func:`text_field.inserted` does."""
    words = text_field.inserted(form.notice.field, body)
    return replace(
        form,
        state=replace(form.state, edition=words.edition),
        notice=replace(form.notice, field=words),
    )


def template_block(form: Telling) -> str:
    """Return the block id of the field that puts templates into the text."""
    return form.notice.field.template_block


def settled(notice: Notice, errors: dict[str, str]) -> str | None:
    """Return the template to send; None when nobody is told. What is wrong with it goes into ``errors``."""
    return text_field.settled(notice.field, errors) if notice.tells else None


def _of(about: str) -> str:
    return f"{Part.NOTICE_TEXT}.{about}" if about else Part.NOTICE_TEXT.value
