"""The command ``smsit-bot mcp``: serves the tools to an assistant, over standard input or HTTP."""

from functools import partial
from typing import Final

from bot import logs
from bot import settings as bot_settings
from bot.complaints import BAD_SETTINGS, FAILED, complain, ended
from bot.errors import UserError
from bot.mcp_server import http
from bot.mcp_server.server import server
from bot.mcp_server.setup import Made, make
from bot.policy.reader import PolicyError
from bot.settings import Settings, SettingsError
from bot.settings_files import DEFAULT_FILE
from bot.settings_sources import EnvFiles
from bot.slack.incoming.connect import SlackUnavailable
from bot.store.database import Database
from bot.store.database_address import file_of
from bot.store.schema import current, require_current
from bot.texting.clock import Clock, utc_now

NOBODY: Final = "Set MCP_USER to the Slack ID (U…) of the person the assistant acts for."
NO_TOKEN: Final = "Set MCP_TOKEN to a long random text: over HTTP an assistant has to show it."  # noqa: S105 - a sentence
NOT_STARTED: Final = "Start this version of the bot once first: it makes the database and its tables."


class NotStarted(UserError):  # noqa: N818 - reads as what it is where it is caught
    """The bot has not made the tables yet."""

    def __init__(self) -> None:
        super().__init__(NOT_STARTED)


def serve(env_files: EnvFiles, *, over_http: bool, clock: Clock = utc_now) -> int:
    """Serve until the assistant leaves, or Ctrl-C. Returns the exit status: 0, 1 failed, 2 wrong settings."""
    needed = {"MCP_USER": NOBODY} | ({"MCP_TOKEN": NO_TOKEN} if over_http else {})
    try:
        found = bot_settings.load(env_files or DEFAULT_FILE, needed=needed)
    except SettingsError as error:
        return _complain(str(error), BAD_SETTINGS)
    return ended(partial(_serve, found, str(found.mcp_user), over_http=over_http, clock=clock))


def _serve(found: Settings, user_id: str, *, over_http: bool, clock: Clock) -> int:
    file = file_of(found.database_url)
    if file is not None and not file.exists():
        raise NotStarted
    database = Database(found.database_url, found.number_key, found.data_keys, is_guest=True)
    try:
        with database.read() as conn:
            if current(conn) is None:
                raise NotStarted
            require_current(conn)
        _let_in(found, make(found, user_id, database, clock), over_http=over_http)
    except (SlackUnavailable, PolicyError) as error:
        return _complain(str(error), FAILED)
    except KeyboardInterrupt:
        pass  # whoever started it is done
    finally:
        database.close()
    return 0


def _let_in(found: Settings, made: Made, *, over_http: bool) -> None:
    served = server(made.tools)
    logs.configure(found.log_level, found.log_format)  # after the library has set up its own
    made.members.refresh()
    made.members.keep_fresh()
    try:
        if over_http and found.mcp_token is not None:
            http.serve(served, found.mcp_token.get_secret_value(), found.mcp_port)
        else:
            served.run()
    finally:
        made.members.stop()


def _complain(text: str, status: int) -> int:
    complain(text)
    return status
