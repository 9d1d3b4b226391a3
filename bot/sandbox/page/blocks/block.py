"""One block on the page, whatever its type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nicegui import ui
from nicegui.element import Element

from bot.sandbox.page.blocks import charts, content, elements, tables
from bot.sandbox.page.mrkdwn import plain, text_object
from bot.sandbox.page.native import Tag, box, button, markup, set_attributes, words
from bot.sandbox.page.stage import Json, Stage, title_of

MARKDOWN = ["tables", "fenced-code-blocks", "strike", "cuddled-lists"]


@dataclass(slots=True)
class Beside:
    """The place for an error beside a field."""

    place: Tag
    field: Element | None

    def show(self, error: str) -> None:
        """Write an error; an empty one goes away."""
        self.place.set_text(error)
        self.place.set_visibility(bool(error))
        set_attributes(self.place, role="alert" if error else "")
        if self.field:
            set_attributes(self.field, aria_invalid="true" if error else "")

    def uncover(self) -> None:
        """Scroll to where it stands."""
        self.place.run_method("scrollIntoView", {"block": "nearest"})


def draw(stage: Stage, block: Json) -> Beside | None:
    """Draw a block into the current place; gives the place for an error beside an input block's field."""
    kind = block["type"]
    if kind in content.SHOWN:
        names, now = stage.session.names, stage.session.workspace.clock()
        markup(content.SHOWN[kind](block, names, now), f"kit {kind}")
        return None
    with box(f"kit {kind}"):
        if kind == "input":
            return _input(stage, block)
        OTHERS.get(kind, _unknown)(stage, block)
    return None


def _input(stage: Stage, block: Json) -> Beside:
    label = title_of(block["label"])
    with box("input-label", "label") as over:
        markup(plain(label), tag="span")
        if block.get("optional"):
            words(" (optional)", "hint")
    with box("input-control"):
        field = elements.draw(stage, block, block["element"], label)
    beside = Beside(words("", "input-error", "div"), field)
    beside.show("")
    about = [beside.place.html_id]
    if block.get("hint"):
        about.append(markup(plain(title_of(block["hint"])), "input-hint").html_id)
    if field:
        set_attributes(field, aria_describedby=" ".join(about))
    if isinstance(field, ui.input | ui.textarea):
        box_id = f"field-{field.html_id}"  # of the browser's own box within NiceGUI's
        set_attributes(field, for_=box_id)
        set_attributes(over, for_=box_id)
    return beside


def _section(stage: Stage, block: Json) -> None:
    names, now = stage.session.names, stage.session.workspace.clock()
    markup(content.section_text(block, names, now), "section-words")
    accessory = block.get("accessory")
    if accessory and accessory["type"] == "image":
        markup(content.image(accessory, "accessory-picture"), "accessory")
    elif accessory:
        with box("accessory"):
            elements.draw(stage, block, accessory)


def _actions(stage: Stage, block: Json) -> None:
    for element in block["elements"]:
        elements.draw(stage, block, element)


def _markdown(_stage: Stage, block: Json) -> None:
    ui.markdown(content.markdown(block), extras=MARKDOWN).classes("markdown")


def _chart(_stage: Stage, block: Json) -> None:
    words(block["title"], "chart-title", "div")
    ui.echart(charts.options(block)).classes("chart")


def _data_table(stage: Stage, block: Json) -> None:
    names = stage.session.names
    shown = markup(tables.data_table(block, names))
    count = tables.pages(block)
    if count == 1:
        return
    at = [0]
    with box("pager"):
        position = words(f"Page 1 of {count}", "hint")

        def turn(step: int) -> None:
            at[0] = min(max(at[0] + step, 0), count - 1)
            shown.set_content(tables.data_table(block, names, at[0]))
            position.set_text(f"Page {at[0] + 1} of {count}")

        button("Previous", lambda: turn(-1), "btn small")
        button("Next", lambda: turn(1), "btn small")


def _card(stage: Stage, block: Json) -> None:
    names, now = stage.session.names, stage.session.workspace.clock()
    if "hero_image" in block:
        markup(content.image(block["hero_image"]))
    for part in ("title", "subtitle", "body"):
        if part in block:
            markup(text_object(block[part], names, now), f"card-{part}")
    with box("kit actions"):
        for element in block.get("actions", ()):
            elements.draw(stage, block, element)


def _carousel(stage: Stage, block: Json) -> None:
    for card in block["elements"]:
        draw(stage, card)


def _container(stage: Stage, block: Json) -> None:
    is_folding = bool(block.get("is_collapsible"))
    with box("container-box", "details" if is_folding else "div") as outer:
        if not block.get("default_collapsed"):
            outer.props["open"] = True
        with box("container-title", "summary" if is_folding else "div"):
            markup(text_object(block.get("title"), stage.session.names), tag="span")
            markup(text_object(block.get("subtitle"), stage.session.names), "hint", tag="span")
        for child in block["child_blocks"]:
            draw(stage, child)


def _unknown(_stage: Stage, block: Json) -> None:
    words(f"[a block of type {block['type']}]", "hint")


OTHERS: dict[str, Callable[[Stage, Json], None]] = {
    "section": _section,
    "actions": _actions,
    "markdown": _markdown,
    "data_visualization": _chart,
    "data_table": _data_table,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
}


def _lasting(block: Json) -> Json:
    """Return what of a block, when it changes, makes it another one.

    What a field begins with is looked at once: as in Slack, what somebody types stays as long as its ids do.
    """
    if block["type"] != "input":
        return block
    kept = {key: value for key, value in block["element"].items() if not key.startswith("initial_")}
    return {**block, "element": kept}


@dataclass(slots=True)
class _Row:
    block: Json
    holder: Tag
    beside: Beside | None
    shown: str = ""


class BlockRows:
    """A list of blocks that may change; what stays the same is left alone, so nobody is disturbed typing."""

    def __init__(self, stage: Stage, css: str = "blocks") -> None:
        self._stage = stage
        self._holder = box(css)
        self._rows: list[_Row] = []

    def show(self, blocks: list[Json], errors: dict[str, str]) -> None:
        """Draw these blocks, with `errors` by block id."""
        before, self._rows = self._rows, []
        is_first = True
        for index, block in enumerate(blocks):
            row = next((each for each in before if _lasting(each.block) == _lasting(block)), None)
            if row:
                before.remove(row)
            else:
                row = self._draw(block)
            self._place(row.holder, index)
            self._rows.append(row)
            error = errors.get(str(block["block_id"]), "")
            if row.beside and row.shown != error:
                row.shown = error
                row.beside.show(error)
                if error and is_first:
                    is_first = False
                    row.beside.uncover()
        for row in before:
            row.holder.delete()

    def _draw(self, block: Json) -> _Row:
        with self._holder:
            holder = box("block-row")
        with holder:
            return _Row(block, holder, draw(self._stage, block))

    def _place(self, row: Tag, index: int) -> None:
        children = self._holder.default_slot.children
        if index < len(children) and children[index] is not row:
            row.move(self._holder, target_index=index)
