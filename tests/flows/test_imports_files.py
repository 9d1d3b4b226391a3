"""Files that cannot be imported: a plain reason, nothing recorded, and nothing that was given is lost."""

from collections.abc import Iterator

import pytest

from bot.sandbox.slack.client_checks import NotSubmitted
from bot.store.contact_imports import ImportState
from tests.flows.harness import Harness
from tests.flows.importing import (
    COLUMNS,
    TITLES,
    UPLOAD,
    Imports,
    callback,
    csv,
    numbers,
    opened,
    people,
)

MOST_ROWS = 100_000
POLICY = "[contacts]\nimport_per_second = 1000\n[limits]\nlist_megabytes = 2\n"
BAD = {
    "not CSV": (
        b"PK\x03\x04" + b"\0" * 60,
        "This file is a spreadsheet (xlsx, ods)",
    ),
    "not text": (b"number\n\x00\x01\x02", "This file isn't plain text."),
    "too large": (b"Number\n" + b"1" * 2_200_000, "larger than the limit of 2 MB"),
    "empty": (b"", "This file is empty."),
    "blank": (b"\r\n\r\n", "This file is empty."),
    "no rows": (csv(TITLES), "This file has column names but no rows."),
    "too many rows": (
        csv("Number", *map(str, range(10**10, 10**10 + MOST_ROWS + 1))),
        "This list has 100,001 rows. The limit is 100,000. Split it into smaller lists.",
    ),
}


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Iterator[Imports]:
    made = Imports(harness)
    yield made
    made.done()


def remove_file(shop: Imports) -> None:
    """Take the file of the form on top away from Slack, and out of the bot's memory."""
    uploads = shop.harness.bot._infrastructure.uploads
    newest = max(shop.harness.sandbox.slack.files, key=lambda each: each.created)
    shop.harness.sandbox.slack.files._files.pop(newest.id)
    uploads.forget_unused(0)


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_says_why_and_a_better_one_can_be_given(shop: Imports, kind: str) -> None:
    data, sentence = BAD[kind]
    before = shop.count()
    shop.uploaded(data)
    said = shop.harness.shown()
    known = numbers(1, 100 + list(BAD).index(kind))

    assert callback(shop.maya) == UPLOAD
    assert sentence in said
    assert shop.count() == before
    shop.given(people(known))
    shop.confirm()
    shop.ended()
    assert shop.added() == {(each, "Newsletter"): 1 for each in known}


def test_a_file_without_numbers_asks_for_the_column_and_adds_nobody(shop: Imports) -> None:
    before = shop.count()
    shop.uploaded(csv("Name,City,Group", "Ada,London,VIP", "Grace,New York,VIP"))
    first = shop.harness.shown()
    with pytest.raises(NotSubmitted, match="required"):
        shop.maya.submit()
    shop.chosen("Phone number", "City", says="*0 rows* can be added, 2 rows can't")
    nobody = shop.maya.submit()

    assert "We can't tell which column holds the phone numbers. Choose it below." in first
    assert "No rows can be added." in str(nobody.body)
    assert callback(shop.maya) == COLUMNS
    assert shop.count() == before
    assert shop.additions == []


def test_a_file_gone_while_columns_are_chosen_is_told(shop: Imports) -> None:
    shop.uploaded(people(numbers(2, 300)))
    remove_file(shop)
    shop.maya.choose("Name", "Not in this file")
    shop.says("Upload the file again, or paste the rows")
    shop.maya.back()

    assert callback(shop.maya) == UPLOAD
    shop.harness.file_was_gone()


def test_a_file_gone_after_the_confirmation_ends_the_import_and_says_why(
    shop: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.imports.start.RETRY_SECONDS", 0.05)
    monkeypatch.setattr("bot.features.imports.start.MOST_TRIES", 2)
    shop.uploaded(people(numbers(2, 310)))
    remove_file(shop)
    shop.confirm()
    shop.until(ImportState.CANCELLED)
    said = shop.message("Cancelled")

    assert "Upload the file again, or paste the rows" in said.text
    assert [each["type"] for each in said.blocks].count("actions") == 0
    assert shop.additions == []
    shop.harness.file_was_gone()


def test_a_file_slack_hands_over_a_little_later_is_imported(
    shop: Imports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.imports.start.RETRY_SECONDS", 0.05)
    known = numbers(2, 320)
    shop.uploaded(people(known))
    files = shop.harness.sandbox.slack.files
    kept = dict(files._files)
    remove_file(shop)
    shop.confirm()
    shop.message("Reading the file")
    files._files.update(kept)
    shop.ended()

    assert shop.added() == {(each, "Newsletter"): 1 for each in known}
    shop.harness.file_was_gone()
