"""The demo as a command: where it is, and that it ends when it is told to."""

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


def test_who_opens_the_page_sees_what_the_tour_does_not_wait_for(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(demo.visitors_policy(), "utf-8")
    on, off = reader.read(path), reader.read(Path(demo.POLICY))

    assert (on.limits.undo_seconds, off.limits.undo_seconds) == (5, 0)
    assert (on.birthdays.texts, off.birthdays.texts) == (True, False)
    assert on.birthdays.template in {name for name, _language, _words in demo.TEMPLATES}
