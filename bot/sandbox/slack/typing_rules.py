"""What Slack's client makes of a typed line before anybody else sees it.

Source: docs.slack.dev, interactivity/implementing-slash-commands (escaping) and messaging/formatting.
"""

import re

from bot.sandbox.slack.state import State


def escaped(text: str) -> str:
    """Give the three characters Slack writes as entities, and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def linked(state: State, text: str, *, names: bool) -> str:
    """Escape, and link @handles and #channels; with `names` the name stands in the person's link too."""

    def person(match: re.Match[str]) -> str:
        if not names and match[1] in {"here", "channel", "everyone"}:
            return f"<!{match[1]}>"
        group = next((each for each in state.user_groups.values() if each.handle == match[1]), None)
        if group is not None:
            return f"<!subteam^{group.id}{f'|@{group.handle}' if names else ''}>"
        found = next((each for each in state.people.values() if each.name == match[1]), None)
        return match[0] if found is None else f"<@{found.id}{f'|{found.name}' if names else ''}>"

    def channel(match: re.Match[str]) -> str:
        found = next((each for each in state.channels.values() if each.name == match[1]), None)
        return match[0] if found is None else f"<#{found.id}|{found.name}>"

    with_people = re.sub(r"@([a-z0-9._-]+)", person, escaped(text))
    return re.sub(r"#([a-z0-9_-]+)", channel, with_people)
