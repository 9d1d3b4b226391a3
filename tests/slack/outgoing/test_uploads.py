"""Uploaded files as tables: fetched once while somebody chooses, and again when they were forgotten."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.errors import UserError
from bot.policy.model import Limits
from bot.slack.outgoing import uploads
from bot.slack.outgoing.uploads import Uploads
from bot.texting.tables import kept_files
from bot.texting.tables.uploads import UploadedFile


class Slack:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.content = b"Phone\n14155550100\n"

    def download(self, file: Mapping[str, Any]) -> bytes:
        self.asked.append(str(file["url_private_download"]))
        return self.content


def file(url: str) -> UploadedFile:
    return UploadedFile(url, "people.csv", 9)


def test_a_file_is_fetched_once_until_others_take_its_place() -> None:
    slack = Slack()
    found = Uploads(slack.download, limits=Limits(), region="US")
    urls = [str(nth) for nth in range(kept_files.MOST + 1)]
    for url in (urls[0], urls[0], *urls[1:], urls[0]):
        assert found.read(file(url)).number == 0
    assert slack.asked == [*urls, urls[0]]


def test_the_file_in_use_is_kept_longest() -> None:
    slack = Slack()
    found = Uploads(slack.download, limits=Limits(), region="US")
    for url in ("a", "b", "a", "c", "a"):
        found.read(file(url))
    assert slack.asked == ["a", "b", "c"]


def test_a_file_that_nobody_looks_at_is_forgotten_after_a_while() -> None:
    slack, now = Slack(), [0.0]
    found = Uploads(slack.download, limits=Limits(), region="US", monotonic=lambda: now[0])
    for passed in (0.0, kept_files.SECONDS - 1, kept_files.SECONDS - 1):
        now[0] += passed
        found.forget_unused()
        found.read(file("a"))
        assert len(slack.asked) == 1
    now[0] += kept_files.SECONDS
    found.forget_unused()
    found.read(file("a"))
    assert len(slack.asked) == 2


def test_what_is_no_table_is_told() -> None:
    slack = Slack()
    slack.content = b"%PDF-1.7"
    found = Uploads(slack.download, limits=Limits(), region="US")
    with pytest.raises(UserError, match="PDF"):
        found.read(file("a"))
    with pytest.raises(UserError, match="quotation mark"):
        found.read_pasted('"never closed')


def test_a_file_is_taken_as_slack_describes_it_without_its_address_in_print() -> None:
    found = uploads.uploaded(
        {"url_private": "https://files.slack.com/x", "name": "n" * 200, "size": 3}, "x.csv"
    )
    assert (found.url, len(found.name), found.size) == ("https://files.slack.com/x", uploads.LONGEST_NAME, 3)
    assert "files.slack.com" not in repr(found)
    assert uploads.uploaded({}, "list.csv").name == "list.csv"
