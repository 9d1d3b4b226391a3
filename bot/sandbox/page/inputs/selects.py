"""Which lines a select menu offers, and what its choice means to the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nicegui.element import Element

from bot.sandbox.page.inputs.picker import Choice, Picker
from bot.sandbox.page.stage import Json, Stage, title_of

FEWEST_LETTERS = 3  # before an external select asks, unless it says otherwise
IDS = ("users", "conversations", "channels")


def draw(stage: Stage, block: Json, element: Json, label: str) -> Element:
    """Draw any of Slack's ten select menus; gives its box."""
    many = element["type"].startswith("multi_")
    by_id = next((noun for noun in IDS if f"{noun}_select" in element["type"]), "")

    async def look(letters: str) -> list[Choice]:
        return await _offered(stage, block, element, letters)

    async def picked(choices: list[Choice]) -> None:
        keys = [choice.key for choice in choices]
        value = (keys or None) if many else (keys[0] if keys else None)
        await stage.fill(block, element, value)

    picker = Picker(
        label,
        title_of(element.get("placeholder")) or ("Choose some options" if many else "Choose an option"),
        look,
        picked,
        many=many,
        chosen=_chosen(stage, block, element, by_id),
    )
    return picker.draw("in-row" if block["type"] != "input" else "")


def choices_of(element: Json) -> list[Choice]:
    """Return a static select's lines, each with the label of its group."""
    groups = element.get("option_groups") or [{"options": element.get("options", ())}]
    return [
        choice for group in groups for choice in as_choices(group["options"], title_of(group.get("label")))
    ]


def as_choices(options: Iterable[Json], group: str = "") -> list[Choice]:
    """Return options as lines; the workspace knows them by their text."""
    return [
        Choice(title_of(each["text"]), title_of(each["text"]), title_of(each.get("description")), group)
        for each in options
    ]


def matching(choices: list[Choice], letters: str) -> list[Choice]:
    """Return the lines that hold the letters, in capitals or not."""
    wanted = letters.casefold()
    return [each for each in choices if wanted in each.text.casefold()]


async def _offered(stage: Stage, block: Json, element: Json, letters: str) -> list[Choice]:
    kind = element["type"]
    if "external" in kind:
        fewest = int(element.get("min_query_length", FEWEST_LETTERS))
        if len(letters) < fewest:
            return []
        return as_choices(await stage.suggestions(block, element, letters))
    if "static" in kind:
        return matching(choices_of(element), letters)
    return matching(_by_id(stage, kind), letters)


def _by_id(stage: Stage, kind: str) -> list[Choice]:
    workspace = stage.session.workspace
    people = [Choice(each.id, each.real_name, each.title) for each in workspace.people.values()]
    rooms = [Choice(each, f"#{workspace.channels[each].name}") for each in stage.session.channels()]
    if "users" in kind:
        return [each for each in people if not workspace.people[each.key].is_bot]
    return rooms if "channels" in kind else [*rooms, *people]


def _chosen(stage: Stage, block: Json, element: Json, by_id: str) -> list[Choice]:
    value = stage.value(block, element) or _initial(element)
    found: list[Choice] = []
    for key, content in value.items():
        if key != "type" and content:
            many = content if isinstance(content, list) else [content]
            found += _named(stage, many, by_id)
    return found


def _named(stage: Stage, contents: list[Any], by_id: str) -> list[Choice]:
    if not by_id:
        return as_choices(contents)
    known = {each.key: each for each in _by_id(stage, "conversations_select")}
    return [known.get(each, Choice(each, each)) for each in contents]


def _initial(element: Json) -> Json:
    return {key: value for key, value in element.items() if key.startswith("initial_")}
