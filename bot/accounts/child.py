"""The process of one account's bot. The front starts it and tells it, on standard input, who it is."""

import json
import os
import signal
import sys
import threading
from typing import Any, Final

from bot import logs, settings
from bot.app import Bot
from bot.complaints import BAD_SETTINGS, complain
from bot.run import StopSignal, serve
from bot.settings import SettingsError
from bot.slack.incoming.connect import SlackUnavailable
from bot.slack.mark import Mark

WRONG_WORKSPACE: Final = "The Slack token of account {} is that of another workspace than ACCOUNTS_FILE says."


class Tenant:
    """The bot, which tells the front where it listens once it does."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def start(self) -> None:
        """Start it, and say so."""
        self._bot.start()
        sys.stdout.write(json.dumps({"port": self._bot.port, "ops_port": self._bot.ops_port}) + "\n")
        sys.stdout.flush()

    def stop(self) -> bool:
        """Stop it."""
        return self._bot.stop()

    def read_policy_again(self) -> None:
        """Have it read its policy again."""
        self._bot.read_policy_again()


def main() -> int:
    """Run until the front says so or is gone. Returns the exit status."""
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    key = str(told["key"])
    try:
        found = settings.load(None, told["settings"])
    except SettingsError as error:
        complain(f"Account {key}: {error}")
        return BAD_SETTINGS
    logs.configure(found.log_level, found.log_format, key)
    stop = StopSignal(reads_again=True)
    threading.Thread(target=_end_with_the_front, name="front", daemon=True).start()

    def build() -> Tenant:
        bot = Bot(found, mark=Mark(key, str(told["name"])))
        if bot.team_id != told["workspace"]:
            bot.stop()
            raise SlackUnavailable(WRONG_WORKSPACE.format(key))
        return Tenant(bot)

    return serve(build, stop)


def _end_with_the_front() -> None:
    """Wait for the end of the pipe: nobody else would end this process."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
