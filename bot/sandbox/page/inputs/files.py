"""File fields."""

from __future__ import annotations

from nicegui import events, run, ui
from nicegui.element import Element

from bot.sandbox.page.native import Tag, box, button, icon, set_attributes, words
from bot.sandbox.page.stage import Json, Stage

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
PICK = "(event) => event.target.closest('.files').querySelector('input[type=file]').click()"
"""Browsers open their dialog only in direct response to a press, so the server is not asked first."""


class FileField:
    """A place to drop files on; each goes to the workspace at once, the form holds its id.

    What the form held already, when one comes back to it for instance, is shown as it was.
    """

    def __init__(self, stage: Stage, block: Json, element: Json, label: str) -> None:
        self._stage, self._block, self._element = stage, block, element
        self._most = int(element.get("max_files", 10))
        self._ids: list[str] = []
        with box("files", role="group", aria_label=label) as self.holder:
            self._listed = box("file-list", role="status")
            pick = Tag("button", "btn", "Choose a file", type="button")
            pick.on("click", js_handler=PICK)
            self._control = ui.upload(
                auto_upload=True,
                multiple=self._most > 1,
                max_files=self._most,
                max_file_size=LARGEST,
                on_upload=self._arrived,
            )
        self._control.classes("upload").props("flat").props["accept"] = ",".join(
            f".{kind}" for kind in element.get("filetypes", ())
        )
        set_attributes(self._control, label="or drop one here", aria_label=label)
        for file in stage.value(block, element).get("files") or ():
            self._list(str(file["id"]), str(file["name"]), int(file["size"]))

    async def _arrived(self, event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        name, mimetype = event.file.name, event.file.content_type
        person = self._stage.session.person
        file_id = str(await run.io_bound(lambda: person.upload(name, content, mimetype)))
        self._list(file_id, name, len(content))
        await self._hold()

    def _list(self, file_id: str, name: str, size: int) -> None:
        async def remove() -> None:
            self._ids.remove(file_id)
            row.delete()
            self._control.reset()
            self._make_room()
            await self._hold()

        self._ids.append(file_id)
        with self._listed, box("file") as row:
            icon("description")
            words(f"{name} · {size:,} bytes", "file-name")
            button("", remove, "file-x", label=f"Remove {name}", symbol="close")
        self._make_room()

    def _make_room(self) -> None:
        is_full = len(self._ids) >= self._most
        self.holder.classes(add="full" if is_full else "", remove="" if is_full else "full")

    async def _hold(self) -> None:
        await self._stage.fill(self._block, self._element, list(self._ids) or None)


def draw(stage: Stage, block: Json, element: Json, label: str) -> Element:
    """Draw a file field and return it."""
    return FileField(stage, block, element, label).holder
