"""File fields."""

from __future__ import annotations

from nicegui import events, run, ui

from bot.sandbox.page.native import box, button, icon, set_attributes, words
from bot.sandbox.page.stage import Json, Stage

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE


def draw(stage: Stage, block: Json, element: Json, label: str) -> None:
    """Draw a place to drop files on; each goes to the workspace at once, the form holds its id."""
    most = int(element.get("max_files", 10))
    kinds = ",".join(f".{kind}" for kind in element.get("filetypes", ()))
    ids: list[str] = []

    async def hold() -> None:
        control.classes(add="full" if len(ids) >= most else "", remove="" if len(ids) >= most else "full")
        await stage.fill(block, element, list(ids) or None)

    async def arrived(event: events.UploadEventArguments) -> None:
        content = await event.file.read()
        name, mimetype = event.file.name, event.file.content_type
        person = stage.session.person
        file_id = str(await run.io_bound(lambda: person.upload(name, content, mimetype)))
        ids.append(file_id)

        async def remove() -> None:
            ids.remove(file_id)
            row.delete()
            control.reset()
            await hold()

        with listed, box("file") as row:
            icon("description")
            words(f"{name} · {len(content):,} bytes", "file-name")
            button("", remove, "file-x", label=f"Remove {name}", symbol="close")
        await hold()

    with box("files"):
        listed = box("file-list")
        control = ui.upload(
            auto_upload=True, multiple=most > 1, max_files=most, max_file_size=LARGEST, on_upload=arrived
        )
        control.classes("upload").props("flat").props["accept"] = kinds
        set_attributes(control, label="Drop a file here, or press +", aria_label=label)
