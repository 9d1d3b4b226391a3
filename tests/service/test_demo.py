"""The demo as a command: where it is, and that it ends when it is told to."""

import pytest

from bot import demo


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
