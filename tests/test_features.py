"""Features meet through what they do: none uses another's listeners, nor what plugs it in."""

import re
from pathlib import Path

import pytest

from bot import features

FOLDER = Path(features.__file__).parent
WAYS_IN = {
    "adding",
    "browsing",
    "build",
    "choosing",
    "composing",
    "confirming",
    "exporting",
    "listeners",
    "looking",
    "mistyped_verb",
    "pressing",
    "recalling",
}
IMPORT = re.compile(r"^(?:from|import) bot\.features\.(\w+)(?:\.(\w+)| import \(?(\w+))", re.MULTILINE)


@pytest.mark.parametrize("feature", sorted(each.parent.name for each in FOLDER.glob("*/__init__.py")))
def test_a_feature_reaches_another_through_what_it_does_not_through_its_ways_in(feature: str) -> None:
    sources = {path.name: path.read_text("utf-8") for path in (FOLDER / feature).glob("*.py")}
    found = {
        (name, of, inner or imported)
        for name, source in sources.items()
        for of, inner, imported in IMPORT.findall(source)
    }
    assert {each for each in found if each[1] != feature and each[2] in WAYS_IN} == set()
