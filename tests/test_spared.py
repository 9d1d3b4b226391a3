"""What the bot leaves out of the libraries it imports is not there at the start, and found when asked for."""

import subprocess
import sys

STARTED = """
import sys
import bot.run
from bot.engine.library import SPARED as of_engine
from bot.slack.library import SPARED as of_slack
from bot.smsit.library import SPARED as of_smsit, requests
from bot.store.library import SPARED as of_store
assert all((of_engine, of_slack, of_smsit, of_store))
assert not {*of_engine, *of_slack, *of_smsit, *of_store} & sys.modules.keys()
"""
ENCODING = """
answer = requests.Response()
answer._content = "naïve café".encode("latin-1") * 20
assert answer.apparent_encoding
assert set(of_smsit) & sys.modules.keys()
"""
BLOCKS = """
from slack_sdk.web import internal_utils
assert not isinstance("stranger", internal_utils.Block)
from slack_sdk.models.blocks import DividerBlock
assert isinstance(DividerBlock(), internal_utils.Block)
given = {"blocks": [DividerBlock()]}
internal_utils._parse_web_class_objects(given)
assert given == {"blocks": [{"type": "divider"}]}
"""
DRIVERS = """
from sqlalchemy.dialects import registry
assert registry.load("postgresql.pg8000").driver == "pg8000"
assert registry.load("postgresql.asyncpg").driver == "asyncpg"
assert registry.load("postgresql.psycopg").driver == "psycopg"
assert registry.load("sqlite.aiosqlite").driver == "aiosqlite"
"""
OWN_COMMANDS = """
import dbos, yaml, html
assert dbos._dbos_config.yaml.safe_load("a: 1") == {"a": 1} == yaml.safe_load("a: 1")
import http.server
assert http.server.html.escape("<") == html.escape("<") == "&lt;"
"""


def run(script: str) -> None:
    """Run a script in a process that has imported nothing; a warning fails it."""
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 -- our own code
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_left_out_is_not_there_after_the_imports_and_found_when_asked_for() -> None:
    run(STARTED + ENCODING + BLOCKS + DRIVERS + OWN_COMMANDS)
