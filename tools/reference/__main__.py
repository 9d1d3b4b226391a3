"""Write every page again: ``python -m tools.reference``."""

from tools.reference import FOLDER, PAGES

for name, page in PAGES.items():
    (FOLDER / name).write_text(page(), "utf-8")
