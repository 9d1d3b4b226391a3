"""The demo as a command: where it is, and that it ends when it is told to."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import demo
from bot.policy import reader


class Told:
    """A signal that has come already."""

    def wait(self) -> None:
        """Return."""


def test_it_says_where_to_go_and_ends_when_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "StopSignal", Told)

    assert demo.serve(host="127.0.0.1", port=0, contacts=20) == 0

    said = capsys.readouterr().out
    assert "Open http://127.0.0.1:" in said
    assert "/sms" in said
    assert "Nothing leaves this machine." in said


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_someone_named_is_that_one_or_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], taken: int
) -> None:
    monkeypatch.setattr(demo, "StopSignal", Told)

    assert demo.serve(host="127.0.0.1", port=taken, contacts=20) == demo.FAILED

    place = f"127.0.0.1:{taken}"
    said = f"Choose another --port or --host: the page can't be served on {place} (Address already in use).\n"
    assert capsys.readouterr() == ("", said)


def test_where_no_one_named_a_port_and_the_usual_one_is_taken_another_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], taken: int
) -> None:
    monkeypatch.setattr(demo, "StopSignal", Told)
    monkeypatch.setattr(demo, "PORT", taken)

    assert demo.serve(host="127.0.0.1", port=None, contacts=20) == 0

    said = capsys.readouterr().out
    assert f"Port {taken} is taken, so the page is served on another one.\nOpen http://127.0.0.1:" in said
    assert f"Open http://127.0.0.1:{taken} " not in said


def test_an_address_that_is_not_this_machines_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "StopSignal", Told)

    assert demo.serve(host="192.0.2.1", port=None, contacts=20) == demo.FAILED

    assert (
        "Choose another --port or --host: the page can't be served on 192.0.2.1:" in capsys.readouterr().err
    )


def test_who_opens_the_page_sees_what_the_tour_does_not_wait_for(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(demo.visitors_policy(), "utf-8")
    on, off = reader.read(path), reader.read(Path(demo.POLICY))

    assert (on.limits.undo_seconds, off.limits.undo_seconds) == (5, 0)
    assert (on.birthdays.texts, off.birthdays.texts) == (True, False)
    assert on.birthdays.template in {name for name, _language, _words in demo.TEMPLATES}
