"""The traffic between the workspace and the bot, raw but for one-time codes, with how long each took."""

from __future__ import annotations

import json

from bot.sandbox.page.cover import covered
from bot.sandbox.page.native import Tag, box, button, icon, set_attributes, words
from bot.sandbox.page.session import Session
from bot.sandbox.slack.model import Exchange

MOST = 120
SLOW_MS, LATE_MS = 500.0, 3000.0


def pace(ack_ms: float | None) -> str:
    """Return whether an acknowledgement was quick, slow, or too late for Slack's three seconds."""
    if ack_ms is None:
        return "none"
    return "quick" if ack_ms < SLOW_MS else "slow" if ack_ms < LATE_MS else "late"


def pretty(body: object) -> str:
    """Return a payload as indented JSON; text as it is."""
    if body is None:
        return "(empty)"
    if isinstance(body, str):
        return body
    return json.dumps(body, indent=2, ensure_ascii=False, default=str)


class Inspector:
    """Newest on top; a line opens to show what was sent and what was answered."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: set[int] = set()
        self._lines: list[tuple[Exchange, Tag]] = []
        self._problem_count = 0
        self._problems = box("problems")
        with box("panel-bar"):
            words("Newest first", "hint")
            button("Clear", self._clear, "btn small")
        self._holder = box("traffic", role="log", aria_label="Traffic")

    def refresh(self) -> None:
        """Add what is new."""
        workspace = self._session.workspace
        with workspace.pulse.lock:
            traffic, problems = list(workspace.traffic)[-MOST:], list(workspace.problems)
        known = {id(each) for each, _ in self._lines} | self._seen
        for exchange in traffic:
            if id(exchange) not in known:
                with self._holder:
                    line = self._line(exchange)
                line.move(self._holder, target_index=0)
                self._lines.append((exchange, line))
        while len(self._lines) > MOST:
            self._lines.pop(0)[1].delete()
        if len(problems) != self._problem_count:
            self._problem_count = len(problems)
            self._problems.clear()
            with self._problems:
                for problem in problems[-5:]:
                    with box("problem", role="alert"):
                        icon("report")
                        words(problem)

    def _clear(self) -> None:
        self._seen |= {id(each) for each, _ in self._lines}
        self._lines.clear()
        self._holder.clear()

    def _shown(self, body: object) -> str:
        return pretty(covered(body, self._session.office.smsit.codes))

    def _line(self, exchange: Exchange) -> Tag:
        inward = exchange.direction == "to bot"
        local = self._session.names.local(exchange.at)
        with box("exchange") as line:
            head = Tag("button", "exchange-head", type="button", aria_expanded="false")
            detail = box("exchange-detail")
        detail.set_visibility(False)
        with head:
            icon("arrow_downward" if inward else "arrow_upward", "to-bot" if inward else "from-bot")
            with box("exchange-words"):
                words(exchange.kind, "exchange-kind")
                words(exchange.summary, "hint")
            with box("exchange-side"):
                if exchange.ack_ms is not None or inward:
                    shown = f"{exchange.ack_ms:.0f} ms" if exchange.ack_ms is not None else "no reply"
                    words(shown, f"ack {pace(exchange.ack_ms)}")
                words(f"{local:%H:%M:%S}", "hint")

        def unfold() -> None:
            if not detail.default_slot.children:
                with detail:
                    words("Request", "detail-title")
                    words(self._shown(exchange.body), tag="pre")
                    words("Response", "detail-title")
                    words(self._shown(exchange.answer), tag="pre")
            detail.set_visibility(not detail.visible)
            set_attributes(head, aria_expanded=str(detail.visible).lower())

        head.on("click", unfold, args=[])
        return line
