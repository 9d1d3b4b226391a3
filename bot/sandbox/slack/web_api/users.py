"""users.* and usergroups.*.

Source: docs.slack.dev, reference/methods of the same names.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.slack.model import Member, Payload, UserGroup
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments, known_member, page, required


def info(state: State, arguments: Arguments) -> Payload:
    """users.info."""
    return {"user": _user(known_member(state, required(arguments, "user")), state.clock())}


def list_users(state: State, arguments: Arguments) -> Payload:
    """users.list, in pages."""
    members, metadata = page(arguments, [_user(member, state.clock()) for member in state.people.values()])
    return {"members": members, "response_metadata": metadata}


def list_groups(state: State, arguments: Arguments) -> Payload:
    """usergroups.list."""
    return {"usergroups": [_group(state, group, arguments) for group in state.user_groups.values()]}


def list_group_users(state: State, arguments: Arguments) -> Payload:
    """usergroups.users.list. Refuses with `no_such_subteam`."""
    group = state.user_groups.get(str(required(arguments, "usergroup")))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group.users)}


def _user(member: Member, now: datetime) -> Payload:
    local = now.astimezone(ZoneInfo(member.timezone))
    offset = local.utcoffset()
    return {
        "id": member.id,
        "team_id": member.team_id,
        "name": member.name,
        "deleted": member.is_deleted,
        "real_name": member.real_name,
        "tz": member.timezone,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": member.real_name,
            "display_name": member.name,
            "title": member.title,
            "team": member.team_id,
        },
        "is_admin": False,
        "is_owner": False,
        "is_restricted": member.is_restricted or member.is_ultra_restricted,
        "is_ultra_restricted": member.is_ultra_restricted,
        "is_stranger": member.is_stranger,
        "is_bot": member.is_bot,
        "is_app_user": False,
    }


def _group(state: State, group: UserGroup, arguments: Arguments) -> Payload:
    shown: Payload = {
        "id": group.id,
        "team_id": state.team.id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "user_count": len(group.users),
        "date_delete": 0,
    }
    if arguments.get("include_users"):
        shown["users"] = list(group.users)
    return shown
