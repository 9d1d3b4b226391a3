"""What a module is called: the name of a layer means one thing, and any other belongs to one feature."""

import re
from collections import Counter
from pathlib import Path

BOT = Path("bot")
FEATURES = BOT / "features"
HEADING = "### The shape of a feature"
NOUNS = {
    *("booking", "finding", "listing", "number_reading", "paging", "pending", "ranking", "reading"),
    *("rekeying", "routing", "standing", "tracking", "upcoming", "wording"),
    *("erasing", "incoming", "outgoing", "texting", "tracing"),  # rooms: what is in them is about that
}
"""What ends as a verb does and is a noun or says which."""


def layers() -> set[str]:
    """Return the names in the table of the shape of a feature."""
    _before, _heading, told = Path("docs/architecture.md").read_text(encoding="utf-8").partition(HEADING)
    rows = re.findall(r"^\| (`.*?) \|", told.partition("\nOnly what")[0], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def modules(folder: Path) -> list[Path]:
    """Return the modules and rooms right below a folder."""
    found = (each for each in folder.iterdir() if each.suffix == ".py" or (each / "__init__.py").exists())
    return sorted(each for each in found if not each.name.startswith("__"))


def test_a_name_of_two_features_is_a_layers() -> None:
    features = [each for each in modules(FEATURES) if each.is_dir()]
    names = Counter(each.stem for feature in features for each in modules(feature))
    assert {name for name, count in names.items() if count > 1} <= layers()


def test_every_layer_is_in_a_feature() -> None:
    assert {name for name in layers() if not any(FEATURES.glob(f"*/{name}*"))} == set()


def test_a_module_is_named_by_a_noun() -> None:
    names = {path.stem for path in BOT.rglob("*") if path.suffix == ".py" or path.is_dir()}
    assert {name for name in names if name.endswith("ing") and not name[0].isdigit()} - NOUNS == set()
