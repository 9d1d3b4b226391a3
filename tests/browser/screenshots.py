"""Draw the README's pictures from a running page: `python -m tests.browser.screenshots [ADDRESS]`.

Without an address the toy workspace of the page's own tests is drawn; give the address that
`smsit-bot demo` prints to draw the bot itself.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from tests.browser.desk import NARROW, WIDE, Desk, browser, sit_down
from tests.browser.gallery import gallery, show_all

IMAGES = Path(__file__).parents[2] / "docs" / "images"
Scene = Callable[[Desk], None]


def _channel(desk: Desk) -> None:
    desk.page.get_by_role("article").last.wait_for()


def _modal(desk: Desk) -> None:
    desk.type("/sms")
    desk.modal.wait_for()


def _inspector(desk: Desk) -> None:
    desk.panel("Traffic inspector")


SCENES: dict[str, tuple[tuple[int, int], Scene]] = {
    "channel": (WIDE, _channel),
    "modal": (WIDE, _modal),
    "inspector": (WIDE, _inspector),
    "channel-narrow": (NARROW, _channel),
    "modal-narrow": (NARROW, _modal),
}


def draw(url: str, folder: Path = IMAGES) -> list[Path]:
    """Write one PNG per scene of the page at `url` into `folder`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with browser() as running:
        for name, (size, scene) in SCENES.items():
            desk = sit_down(running, url, size).open()
            scene(desk)
            desk.page.wait_for_load_state("networkidle")
            desk.calm()
            desk.picture(str(folder / f"{name}.png"))
            drawn.append(folder / f"{name}.png")
            if desk.modal.count():  # a modal outlives its tab
                desk.press("Close", within=desk.modal)
                desk.modal.wait_for(state="detached")
            desk.page.close()
    return drawn


def main(arguments: list[str]) -> None:
    """Draw the pictures and print where they are."""
    if arguments:
        drawn = draw(arguments[0])
    else:
        with gallery() as there:
            show_all(there)
            drawn = draw(there.sandbox.url)
    for path in drawn:
        print(path.relative_to(IMAGES.parents[1]))  # noqa: T201 - a command speaks by printing


if __name__ == "__main__":
    main(sys.argv[1:])
