"""Fetching what a person uploaded, and handing files out; the token goes to Slack and nowhere else."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import Request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import UserError
from bot.slack.incoming.connect import web_client
from bot.slack.outgoing.files import MEGABYTE, Files, Megabytes
from bot.slack.outgoing.poster import Posted
from bot.slack.outgoing.posting_errors import Later, NotThere, Unreachable
from bot.texting.tables.uploads import UploadedFile
from tests.patience import PATIENCE_SECONDS
from tests.slack.conftest import Slack

CONTENT = b"Number,Name\n+1 415 555 0100,Ada\n"


class Elsewhere(BaseHTTPRequestHandler):
    """Answers by path, and remembers the tokens it was shown."""

    tokens: list[str | None]

    def do_GET(self) -> None:
        self.server.tokens.append(self.headers.get("Authorization"))  # type: ignore[attr-defined] # put there below
        status, kind, body = {
            "/html": (200, "text/html; charset=utf-8", b"<p>Sign in to Slack"),
            "/gone": (404, "text/plain", b"file_not_found"),
            "/away": (302, "text/plain", b""),
            "/big": (200, "text/csv", b"x" * (2 * MEGABYTE)),
        }.get(self.path, (200, "text/csv", CONTENT))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 302:
            self.send_header("Location", "/landed")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        del format, args


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.tokens = []  # type: ignore[attr-defined] # what the handler was shown
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def origin(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def files(origin: str) -> Files:
    return Files(web_client("xoxb-token", f"{origin}/api/"), limits=Megabytes(1), timeout=PATIENCE_SECONDS)


FILE = UploadedFile("F1", "customers.csv", 9, "U0MAYA")


def fetched(files: Files, described: dict[str, Any]) -> bytes:
    """Fetch a file of Maya's that Slack describes so."""
    files._client.files_info = lambda *, file: {"file": {"id": file, "user": "U0MAYA", **described}}  # type: ignore[method-assign,return-value,assignment] # Slack's answer
    return files.download(FILE)


def refused(files: Files, described: dict[str, Any]) -> str:
    with pytest.raises(UserError) as error:
        fetched(files, described)
    assert error.value.__cause__ is None
    return error.value.sentence


def test_an_uploaded_file_is_fetched_with_the_token(slack: Slack) -> None:
    file_id = slack.workspace.person("U0MAYA").upload("customers.csv", CONTENT, "text/csv")
    assert Files(slack.client).download(replace(FILE, id=file_id)) == CONTENT


@pytest.mark.parametrize("asks", ["U0TOM", "U0BOT", ""])
def test_nobody_has_the_bot_read_what_another_one_uploaded(slack: Slack, asks: str) -> None:
    file_id = slack.workspace.person("U0MAYA").upload("customers.csv", CONTENT, "text/csv")
    with pytest.raises(UserError, match="Upload the file again"):
        Files(slack.client).download(replace(FILE, id=file_id, user_id=asks))


def test_nobody_has_the_bot_read_what_it_gave_another_one(slack: Slack) -> None:
    Files(slack.client).upload("C0FRONT", "contacts.csv", CONTENT, "Your contacts")
    theirs = next(each for each in slack.workspace.files if each.name == "contacts.csv")
    for user_id in ("U0MAYA", ""):
        with pytest.raises(UserError, match="Upload the file again"):
            Files(slack.client).download(replace(FILE, id=theirs.id, user_id=user_id))


@pytest.mark.parametrize("file_id", ["", "F0", "https://files.slack.com/a.csv"])
def test_a_file_slack_does_not_know_is_told(slack: Slack, file_id: str) -> None:
    with pytest.raises(UserError, match="Upload the file again"):
        Files(slack.client).download(replace(FILE, id=file_id))


@pytest.mark.parametrize(("code", "told"), [("missing_scope", "files:read"), ("file_deleted", "again")])
def test_why_slack_does_not_describe_a_file_is_told(files: Files, code: str, told: str) -> None:
    def refusing(*, file: str) -> None:
        raise SlackApiError("", {"error": code, "file": file})

    files._client.files_info = refusing  # type: ignore[method-assign,assignment] # Slack's answer
    with pytest.raises(UserError, match=told):
        files.download(FILE)


def test_the_private_address_serves_when_there_is_no_other(files: Files, origin: str) -> None:
    assert fetched(files, {"url_private": f"{origin}/file"}) == CONTENT


def test_a_sign_in_page_means_that_a_scope_is_missing(files: Files, origin: str) -> None:
    assert "files:read" in refused(files, {"url_private_download": f"{origin}/html"})


def test_a_file_that_is_gone_is_told(files: Files, origin: str) -> None:
    assert "Upload the file again" in refused(files, {"url_private_download": f"{origin}/gone"})


def test_a_redirect_is_not_followed(files: Files, origin: str, server: ThreadingHTTPServer) -> None:
    assert "Upload the file again" in refused(files, {"url_private_download": f"{origin}/away"})
    assert server.tokens == ["Bearer xoxb-token"]  # type: ignore[attr-defined] # put there by the fixture


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://files.slack.com/a.csv",
        "https://files.slack.com.example.com/a.csv",
        "https://notslack.com/a.csv",
        "https://example.com/a.csv",
        "file:///etc/passwd",
        "https://[slack.com/a.csv",
        "https://evil.slack.com/a.csv",
        "https://slack-files.com/a.csv",
        "https://me@files.slack.com/a.csv",
        "https://me:pass@files.slack.com/a.csv",
        "https://files.slack.com:8443/a.csv",
        "https://files.slack.com:443@example.com/a.csv",
        "https://files.slack.com\\@example.com/a.csv",
        "https://files.slack.com\t.example.com/a.csv",
        "https://files.slack.com/a b.csv",
        "https://files.slack.com/ä.csv",
        "https://files.slack.com./a.csv",
        "https://files.slack.com/" + "a" * 2000,
    ],
)
def test_the_token_goes_to_slack_only(files: Files, address: str, server: ThreadingHTTPServer) -> None:
    assert "Upload the file again" in refused(files, {"url_private_download": address})
    assert server.tokens == []  # type: ignore[attr-defined] # put there by the fixture


@pytest.mark.parametrize("host", ["files.slack.com", "slack.com", "www.slack.com"])
def test_the_token_may_go_where_slack_keeps_files_and_where_its_api_is(host: str) -> None:
    files = Files(WebClient("xoxb-token", base_url=f"https://{host.removeprefix('files.')}/api/"))
    asked: list[str] = []

    def nobody(submission: Request, timeout: float) -> None:
        asked.append(submission.full_url)
        raise OSError

    files._open = nobody
    refused(files, {"url_private_download": f"https://{host}/a.csv"})
    assert asked == [f"https://{host}/a.csv"]


@pytest.mark.parametrize("size", ["12", "1e999", float("inf"), -1, None])
def test_a_size_that_is_none_is_no_matter(files: Files, origin: str, size: object) -> None:
    assert fetched(files, {"url_private": f"{origin}/file", "size": size}) == CONTENT


def test_a_file_larger_than_told_is_not_read_to_its_end(files: Files, origin: str) -> None:
    assert "1 MB" in refused(files, {"url_private_download": f"{origin}/big"})


def test_a_large_file_is_not_asked_for(files: Files, origin: str, server: ThreadingHTTPServer) -> None:
    file = {"url_private_download": f"{origin}/file", "size": MEGABYTE + 1}
    assert "1 MB" in refused(files, file)
    assert server.tokens == []  # type: ignore[attr-defined] # put there by the fixture


def test_slack_that_is_not_there_is_told(nowhere: WebClient) -> None:
    with pytest.raises(UserError, match="Upload the file again"):
        Files(nowhere).download(FILE)
    assert "Upload the file again" in refused(Files(nowhere), {"url_private": "http://127.0.0.1:9/file"})


def test_a_file_is_shared_in_a_thread(slack: Slack) -> None:
    began = slack.client.chat_postMessage(channel="C0FRONT", text="List")
    Files(slack.client).upload("C0FRONT", "result.csv", CONTENT, "Result", thread_ts=began["ts"])
    (shared,) = slack.workspace.person("U0MAYA").thread(slack.messages("C0FRONT")[-1])
    assert (shared.text, shared.thread_ts) == ("Result", began["ts"])
    assert len(shared.files) == 1
    assert slack.workspace.problems == []


def test_a_file_goes_to_a_person_in_their_direct_message(slack: Slack) -> None:
    answer = slack.client.chat_postMessage(channel="U0MAYA", text="Here it is")
    where = Posted(str(answer["channel"]), str(answer["ts"]))
    Files(slack.client).upload(where.channel, "result.csv", CONTENT, "", thread_ts=where.ts)
    assert slack.workspace.problems == []


def test_a_channel_without_the_bot_takes_no_file(slack: Slack) -> None:
    with pytest.raises(NotThere):
        Files(slack.client).upload("C0NOWHERE", "result.csv", CONTENT, "Result")
    slack.workspace.problems.clear()


def test_a_file_slack_did_not_take_may_be_tried_again(nowhere: WebClient) -> None:
    with pytest.raises(Unreachable):
        Files(nowhere).upload("C0FRONT", "result.csv", CONTENT, "Result")


def test_slack_may_ask_to_wait(slack: Slack) -> None:
    slack.workspace.faults.throttle("files.getUploadURLExternal", seconds=7)
    with pytest.raises(Later) as wait:
        Files(slack.client).upload("C0FRONT", "result.csv", CONTENT, "Result")
    assert wait.value.seconds == 7
