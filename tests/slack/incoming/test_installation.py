"""The two pages of an installation: what is no visit of a browser, and what fails there, keeps nothing."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import create_engine

from bot.logs import LOUD
from bot.slack.incoming.installation import (
    INSTALL,
    LONGEST_QUERY,
    NOT_DONE,
    App,
    NotNamed,
    WorkspaceInstaller,
)
from bot.slack.manifest import REDIRECT

NOWHERE = App("1.2", "client-secret", "http://127.0.0.1:9/api/")


class Browser:
    def __init__(self, folder: Path) -> None:
        self.installed: list[str] = []
        self.engine = create_engine(f"sqlite:///{folder / 'accounts.db'}")
        self.installer = WorkspaceInstaller(
            NOWHERE, self.engine, frozenset({"T0HARBOUR"}), self.installed.append
        )
        self.installer.create()
        self._serve = self.installer.around(lambda _environ, _start: [b"the edge"])

    def visit(self, path: str, query: str = "", cookie: str = "", method: str = "GET") -> tuple[int, str]:
        said: list[Any] = []
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": cookie, "REQUEST_METHOD": method}
        body = b"".join(self._serve(environ, lambda status, headers: said.extend((status, headers))))
        self.headers = {name.lower(): value for name, value in said[1]} if said else {}
        return int(said[0].split()[0]) if said else 0, body.decode()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    opened = Browser(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.mark.parametrize(
    ("path", "query", "method", "status"),
    [
        (INSTALL, "", "POST", HTTPStatus.METHOD_NOT_ALLOWED),
        (REDIRECT, "a" * (LONGEST_QUERY + 1), "GET", HTTPStatus.REQUEST_URI_TOO_LONG),
        (REDIRECT, "code=1", "GET", HTTPStatus.BAD_REQUEST),
        (REDIRECT, "error=<script>", "GET", HTTPStatus.OK),
    ],
)
def test_what_is_no_visit_of_a_browser_installs_nothing(
    browser: Browser, path: str, query: str, method: str, status: int
) -> None:
    found, page = browser.visit(path, query, method=method)
    assert found == status
    assert NOT_DONE in page
    assert "script" not in page
    assert browser.headers["cache-control"] == "no-store"
    assert browser.installed == []


def test_everything_else_is_the_edges(browser: Browser) -> None:
    assert browser.visit("/slack/events") == (0, "the edge")


def test_where_slack_does_not_answer_it_says_so(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    _status, page = browser.visit(INSTALL)
    cookie = browser.headers["set-cookie"].partition(";")[0]
    address = page.partition('href="https://slack')[2].partition('"')[0].replace("&amp;", "&")
    state = parse_qs(urlsplit(address).query)["state"][0]
    for library in LOUD:  # as the bot has them, whatever it logs itself
        caplog.set_level(logging.ERROR, library)
    with caplog.at_level(logging.DEBUG):
        status, page = browser.visit(REDIRECT, f"code=secret-code&state={state}", cookie)
    assert (status, NOT_DONE in page) == (HTTPStatus.BAD_GATEWAY, True)
    assert "secret" not in caplog.text
    assert browser.visit(REDIRECT, f"code=1&state={state}", cookie)[0] == HTTPStatus.UNAUTHORIZED  # used once
    assert browser.installer.token("T0HARBOUR") is None


def test_pages_that_were_opened_and_left_leave_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = browser.installer._states
    monkeypatch.setattr(states, "expiration_seconds", -1)  # they are over at once
    for _ in range(3):
        browser.visit(INSTALL)
    with states.engine.connect() as conn:
        assert len(conn.execute(states.oauth_states.select()).all()) == 1


def test_without_a_word_of_slack_no_token_is_over(browser: Browser) -> None:
    assert browser.installer.is_over("T0HARBOUR")  # there is none
    install(browser)
    with pytest.raises(OSError, match="refused"):
        browser.installer.is_over("T0HARBOUR")


@pytest.mark.parametrize(("team", "whole"), [("T0STRANGE", False), ("T0HARBOUR", True), (None, True)])
def test_a_token_that_is_not_wanted_is_kept_nowhere(
    browser: Browser, team: str | None, *, whole: bool
) -> None:
    given = Installation(
        user_id="U0TOM", team_id=team, bot_token="xoxb-1", bot_id="B1", is_enterprise_install=whole
    )
    with pytest.raises(NotNamed):  # though Slack can't be asked to revoke it
        browser.installer._flow.store_installation(None, given)  # type: ignore[arg-type] # not looked at
    assert browser.installer.token(str(team)) is None


def install(browser: Browser) -> None:
    given = Installation(
        user_id="U0TOM",
        team_id="T0HARBOUR",
        enterprise_id="E1",
        bot_token="xoxb-1",
        bot_id="B1",
        app_id="A1",
        bot_user_id="U0BOT",
    )
    browser.installer._flow.store_installation(None, given)  # type: ignore[arg-type] # not looked at


def test_within_an_organisation_a_workspace_is_found_too_and_forgotten(browser: Browser) -> None:
    install(browser)
    assert browser.installer.token("T0HARBOUR") == "xoxb-1"
    browser.installer.forget("T0HARBOUR")
    assert browser.installer.token("T0HARBOUR") is None
