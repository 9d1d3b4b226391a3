"""Whatever DATABASE_URL holds, every command says what is wrong in words, without the password in it."""

import io
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import SQLAlchemyError

from bot.cli import main
from bot.errors import UserError
from bot.slack.incoming.connect import Identity
from bot.store.database import Database
from tests.records.test_which_database import BOT, KEYS, SETTINGS, TABLE
from tests.settings_file import written

pytestmark = pytest.mark.filterwarnings("ignore:Query string argument")

SECRET = "HUSH"
LONG = "h" * 300
POSTGRES = f"postgresql://me:{SECRET}@"
FOUND = (
    f"{POSTGRES}{LONG}/bot",
    f"{POSTGRES}127.0.0.1:9/bot?port=xx",
    f"sqlite:///{LONG}.db",
    f"sqlite:///{LONG}/bot.db",
    f"{POSTGRES}a..b/bot",
    f"{POSTGRES}127.0.0.1:9/bot?host={LONG}",
    f"{POSTGRES}127.0.0.1:9/bot?connect_timeout=soon",
    f"{POSTGRES}127.0.0.1:9/bot?prepare_threshold=x&autocommit=y",
    f"{POSTGRES}[::1/bot",
    "sqlite:///bot.db?timeout=soon",
    "sqlite:///bot.db?check_same_thread=perhaps",
    "sqlite:////dev/null/bot.db",
    "sqlite:///folder/",
)
"""Addresses that a library met with an error of its own, and some more."""
HOSTS = st.sampled_from(
    ("127.0.0.1", "127.0.0.1:9", "[::1]:9", "a..b", LONG, "%2Ftmp%2Fnowhere", "", ":", "[", "\u00df.\u0130")
)
OPTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ("port", "host", "timeout", "connect_timeout", "sslmode", "uri", "cached_statements", "x")
        ),
        st.sampled_from(("", "xx", "-1", "1,2", "true", "9" * 30, f"/{LONG}", "%00", "127.0.0.1")),
    ),
    max_size=3,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
NAMES = st.sampled_from(("bot", "", LONG, "a/b", "%00", "\u00e9" * 200, "bot.db", "."))
ADDRESSES = st.builds(
    lambda scheme, host, name, options: f"{scheme}{host}/{name}?{options}",
    st.sampled_from((POSTGRES, f"postgresql+psycopg://me:{SECRET}@", "sqlite://")),
    HOSTS,
    NAMES,
    OPTIONS,
)


@pytest.fixture(autouse=True)
def _nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ("slack", "smsit"):
        monkeypatch.setattr(f"bot.doctor.command.{each}.findings", lambda *_, **__: iter(()))
    monkeypatch.setattr("bot.assembly.infrastructure.identify", _nobody)


def _nobody(_client: object) -> Identity:
    return BOT


def said(folder: Path, words: tuple[str, ...], url: str) -> tuple[int, str]:
    """Run a command on an address and return its status and everything it printed."""
    given_ = {**SETTINGS, **KEYS.get(words[0], {}), "DATABASE_URL": url}
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([*words, "--env-file", written(folder, **given_)])
    return status, out.getvalue() + err.getvalue()


@pytest.mark.parametrize("url", FOUND)
def test_no_command_meets_an_address_with_a_traceback(tmp_path: Path, url: str) -> None:
    (tmp_path / "old.backup").write_bytes(b"none")
    for words in TABLE:
        status, told = said(tmp_path, words, url)
        assert status in {0, 1, 2}, words
        assert told.strip(), words
        assert SECRET not in told, words
        assert "Traceback" not in told, words


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=ADDRESSES)
def test_no_address_raises_anything_but_words(tmp_path: Path, url: str) -> None:
    status, told = said(tmp_path, ("erase", "--list"), url)
    assert status in {0, 1, 2}
    assert SECRET not in told
    try:
        with closing(Database(url)) as database, database.read():
            pass
    except (OSError, SQLAlchemyError):
        pass  # a command tells their kind alone
    except UserError as error:
        told = error.sentence
    except ValueError as error:  # the settings refuse it before
        told = str(error)
    assert SECRET not in told
