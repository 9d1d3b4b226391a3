"""Select menus, single and multiple."""

from collections.abc import Iterator, Mapping

from bot.sandbox.slack.blocks import limits
from bot.sandbox.slack.blocks.rules import (
    Kind,
    ObjectRule,
    Place,
    Rule,
    Shape,
    anything,
    array,
    boolean,
    exactly_one,
    one_of,
    whole,
)
from bot.sandbox.slack.blocks.texts import (
    CONFIRM,
    IDENTIFIER,
    OPTION,
    OPTION_GROUPS,
    OPTION_LIST,
    options,
    plain,
    values_of,
)

IDS = array(IDENTIFIER, 1, limits.OPTIONS)
INITIAL_OPTIONS = options(OPTION, 1, limits.OPTIONS)
FILTER = Shape(
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def _known_values(element: Mapping[str, object]) -> list[object]:
    listed = values_of(element.get("options"))
    groups = element.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        listed += values_of(group.get("options") if isinstance(group, dict) else None)
    return listed


def initial_among_options(value: Mapping[str, object], place: Place) -> Iterator[str]:
    """Yield a problem per option chosen at first that is not offered."""
    chosen = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    known = _known_values(value)
    for found in values_of(chosen):
        if found not in known:
            yield place.problem("initial options must be among the options")


def _select(properties: Mapping[str, Rule], *also: ObjectRule, multiple: bool) -> Kind:
    common: dict[str, Rule] = {
        "type": anything,
        "action_id": IDENTIFIER,
        "placeholder": plain(limits.PLACEHOLDER),
        "confirm": CONFIRM,
        "focus_on_load": boolean,
    }
    if multiple:
        common["max_selected_items"] = whole(1, limits.OPTIONS)
    return Kind(Shape({**common, **properties}, frozenset({"type"}), also))


def _pair(word: str, plural: str, initial: Rule, several: Rule, **own: Rule) -> dict[str, Kind]:
    """Return a select and its multi_select, which differ in what is chosen at first."""
    once = {name: rule for name, rule in own.items() if not name.startswith("single_")}
    single = {name.removeprefix("single_"): rule for name, rule in own.items()}
    also = (exactly_one("options", "option_groups"), initial_among_options) if word == "static_select" else ()
    start = "initial_" + plural.removesuffix("s")
    return {
        word: _select({start: initial, **single}, *also, multiple=False),
        f"multi_{word}": _select({f"initial_{plural}": several, **once}, *also, multiple=True),
    }


SELECTS: dict[str, Kind] = {
    **_pair(
        "static_select",
        "options",
        OPTION,
        INITIAL_OPTIONS,
        options=OPTION_LIST,
        option_groups=OPTION_GROUPS,
    ),
    **_pair("external_select", "options", OPTION, INITIAL_OPTIONS, min_query_length=whole(0, limits.QUERY)),
    **_pair("users_select", "users", IDENTIFIER, IDS),
    **_pair("channels_select", "channels", IDENTIFIER, IDS, single_response_url_enabled=boolean),
    **_pair(
        "conversations_select",
        "conversations",
        IDENTIFIER,
        IDS,
        default_to_current_conversation=boolean,
        filter=FILTER,
        single_response_url_enabled=boolean,
    ),
}
