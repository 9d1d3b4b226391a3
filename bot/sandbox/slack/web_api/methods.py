"""The table of Web API methods; scopes as docs.slack.dev names them on each method's page."""

from bot.sandbox.slack.web_api import auth, chat, conversations, files, functions, oauth, users, views
from bot.sandbox.slack.web_api.call import Method

CONNECTIONS_OPEN = "apps.connections.open"
"""The one method that takes the app token; the endpoint answers it itself."""

METHODS: dict[str, Method] = {
    "api.test": Method(auth.api_test),
    "auth.test": Method(auth.test),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "conversations.history": Method(conversations.history),
    "conversations.info": Method(conversations.info, "channels:read"),
    "conversations.join": Method(conversations.join, "channels:join"),
    "conversations.list": Method(conversations.list_channels, "channels:read"),
    "conversations.members": Method(conversations.members, "channels:read"),
    "conversations.open": Method(conversations.open_dm, "im:write"),
    "conversations.replies": Method(conversations.replies),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "files.info": Method(files.info, "files:read"),
    "functions.completeError": Method(functions.complete_error),
    "functions.completeSuccess": Method(functions.complete_success),
    "reactions.add": Method(conversations.add_reaction, "reactions:write"),
    "usergroups.list": Method(users.list_groups, "usergroups:read"),
    "usergroups.users.list": Method(users.list_group_users, "usergroups:read"),
    "users.info": Method(users.info, "users:read"),
    "users.list": Method(users.list_users, "users:read"),
    "oauth.v2.access": Method(oauth.access),
    "views.open": Method(views.open_modal),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}
