"""Reading what a person put into a modal, and answering what is wrong beside the field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from bot.slack.incoming.metadata import FIGURES


class FieldErrors(Exception):  # noqa: N818 - it is several errors
    """What is wrong with a form: a sentence for each block, by block id."""

    def __init__(self, by_block: Mapping[str, str]) -> None:
        super().__init__(", ".join(by_block))
        self.by_block = dict(by_block)


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a view's inputs, by block id; each input block of ours holds one element."""

    _values: Mapping[str, Mapping[str, Any]] = field(repr=False)
    _blocks: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Values":
        """Return the values of a view as Slack sends it."""
        values: Mapping[str, Mapping[str, Any]] = view.get("state", {}).get("values", {})
        return cls(values, view.get("blocks") or ())

    @property
    def block_ids(self) -> tuple[str, ...]:
        """The ids of the blocks that hold a value."""
        return tuple(self._values)

    def text(self, block_id: str) -> str:
        """Return what was typed, without blanks at the ends; empty when nothing was."""
        return str(self._element(block_id).get("value") or "").strip()

    def chosen(self, block_id: str) -> str:
        """Return the value of the choice made in a select or radio buttons; empty when none was."""
        choice = self._element(block_id).get("selected_option") or {}
        return str(choice.get("value", ""))

    def chosen_option(self, block_id: str) -> Mapping[str, Any] | None:
        """Return the whole choice, to be offered again; none when none was made."""
        option: Mapping[str, Any] | None = self._element(block_id).get("selected_option")
        return option

    def chosen_options(self, block_id: str) -> tuple[Mapping[str, Any], ...]:
        """Return all choices made in a select of several, whole, to be offered again."""
        return tuple(self._element(block_id).get("selected_options") or ())

    def offered(self, block_id: str) -> tuple[Mapping[str, Any], ...]:
        """Return the choices of a select or radio buttons as they were drawn; none where there are none."""
        return tuple(option for each in self._drawn(block_id) for option in each.get("options") or ())

    def drawn(self, block_id: str) -> str:
        """Return the value of the choice that was made when the view was drawn; empty when none was."""
        made = [each["initial_option"] for each in self._drawn(block_id) if each.get("initial_option")]
        return str(made[0].get("value", "")) if made else ""

    def ticked(self, block_id: str) -> bool:
        """Tell whether a box of a checkbox field is ticked."""
        return bool(self._element(block_id).get("selected_options"))

    def ticks(self, block_id: str) -> tuple[str, ...]:
        """Return the values of the boxes of a checkbox field that are ticked."""
        ticked = self._element(block_id).get("selected_options") or ()
        return tuple(str(each.get("value", "")) for each in ticked)

    def moment(self, block_id: str) -> datetime | None:
        """Return the moment picked (aware, UTC); none when none was, or none of this age."""
        stamp = self._element(block_id).get("selected_date_time")
        return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int) and stamp in FIGURES else None

    def day(self, block_id: str) -> date | None:
        """Return the day picked; none when none was, or none there is."""
        day = self._element(block_id).get("selected_date")
        try:
            return date.fromisoformat(str(day)) if day else None
        except ValueError:
            return None

    def picked(self, block_id: str) -> str:
        """Return the id of the person or the channel picked; empty when none was."""
        element = self._element(block_id)
        return str(element.get("selected_user") or element.get("selected_conversation") or "")

    def file(self, block_id: str) -> Mapping[str, Any] | None:
        """Return the file that was uploaded, as Slack describes it; none when none was."""
        files = self._element(block_id).get("files") or ()
        return next(iter(files), None)

    def _element(self, block_id: str) -> Mapping[str, Any]:
        elements = self._values.get(block_id) or {}
        return next(iter(elements.values()), {})

    def _drawn(self, block_id: str) -> Iterator[Mapping[str, Any]]:
        """Give the elements of a block as the view was drawn: an input has one, a row of actions several."""
        for block in self._blocks:
            if block.get("block_id") == block_id:
                yield from [block["element"]] if "element" in block else block.get("elements") or ()
