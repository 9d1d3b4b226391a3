"""What stands above a form in which a series is written anew. Pure."""

from typing import Final

EDITING: Final = ":repeat: You're editing a series from its next date on. Nothing changes until you confirm."
EDITING_A_LIST: Final = f"{EDITING} Upload the list again, or paste it: its people come from there."
