"""Uploaded files as tables: fetched once while somebody chooses, and again when they were forgotten."""

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

    def download(self, file: UploadedFile) -> bytes:
        self.asked.append(file.id)
        return self.content


def file(file_id: str, user_id: str = "U0MAYA") -> UploadedFile:
    return UploadedFile(file_id, "people.csv", 9, user_id)


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


def test_what_is_kept_of_a_file_is_its_persons_alone() -> None:
    slack = Slack()
    found = Uploads(slack.download, limits=Limits(), region="US")
    for user_id in ("U0MAYA", "U0TOM", "U0MAYA", "U0TOM"):
        found.read(file("a", user_id))
    assert slack.asked == ["a", "a"]


def test_what_is_no_table_is_told() -> None:
    slack = Slack()
    slack.content = b"%PDF-1.7"
    found = Uploads(slack.download, limits=Limits(), region="US")
    with pytest.raises(UserError, match="PDF"):
        found.read(file("a"))
    with pytest.raises(UserError, match="quotation mark"):
        found.read_pasted('"never closed')


def test_of_a_file_in_a_form_its_id_is_taken_and_no_address() -> None:
    described = {"id": "F1", "url_private": "https://files.slack.com/x", "name": "n" * 200, "size": 3}
    found = uploads.uploaded(described, "x.csv", "U0MAYA")
    assert (found.id, len(found.name), found.size) == ("F1", uploads.LONGEST_NAME, 3)
    assert "files.slack.com" not in str(found)
    assert uploads.uploaded({}, "list.csv", "U0MAYA") == UploadedFile("", "list.csv", 0, "U0MAYA")
