"""Workflow Builder's part: the app's steps, one after another, with what one fills in or a step gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from nicegui import ui

from bot.sandbox.page.inputs.picker import Choice, Picker
from bot.sandbox.page.inputs.selects import as_choices, matching
from bot.sandbox.page.native import box, busy, button, set_attributes, words
from bot.sandbox.page.session import Session
from bot.sandbox.slack.model import Answer, Payload
from bot.sandbox.slack.step_runs import StepRun

MOST: Final = 20
LONG: Final = frozenset({"message", "values"})
"""Inputs that take more than a line."""
Declared = Mapping[str, Any]


class Workflow:
    """One step at a time, and below it what came of those that were run, the newest on top.

    What a step gave can be put into the fields of those that follow; one that fails ends its workflow.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._steps = session.workspace.workflows.steps
        self._step = next(iter(self._steps), "")
        self._inputs: Payload = {}
        self._last: StepRun | None = None
        """The step that the workflow has come to."""
        self._drawn: object = None
        offered = [Choice(name, each["title"], each["description"]) for name, each in self._steps.items()]

        async def look(letters: str) -> list[Choice]:
            return matching(offered, letters)

        async def picked(chosen: list[Choice]) -> None:
            self._begin(chosen[0].key if chosen else self._step)

        with box("step-form"):
            words(
                "Runs steps as a workflow would. The bot acts only for people its policy names.", "hint", "p"
            )
            words("Step", "input-label", "div")
            Picker("Step", "Choose a step", look, picked, chosen=offered[:1]).draw()
        self._form = box("step-form")
        self._results = box("step-results", role="log", aria_label="What came of the steps")
        if self._step:
            self._begin(self._step)

    def refresh(self) -> None:
        """Draw what changed."""
        runs = [each for each in self._session.workspace.step_runs.all if each.step in self._steps][-MOST:]
        if runs == self._drawn:
            return
        self._drawn = runs
        self._results.clear()
        with self._results:
            for run in reversed(runs):
                self._result(run)

    def _begin(self, step: str) -> None:
        """Show the fields of a step; the person stays who they are."""
        self._step = step
        self._inputs = {"person": self._inputs.get("person", self._session.user)}
        declared = self._steps[step]["input_parameters"]
        self._form.clear()
        with self._form:
            for name, each in declared["properties"].items():
                self._field(name, each, is_required=name in declared["required"])
            pressed = button("Run step", lambda: self._run(pressed), "btn primary")
            if self._last is not None:
                button("New workflow", self._anew, "btn")

    def _anew(self) -> None:
        """Begin a workflow from its first step."""
        self._last = None
        self._begin(self._step)

    def _field(self, name: str, declared: Declared, *, is_required: bool) -> None:
        label = declared["title"] + ("" if is_required else " (optional)")
        words(label, "input-label", "div")
        if declared["type"].endswith("user_id"):
            self._people(name, label)
        elif "dynamic_options" in declared:
            self._choices(name, label)
        else:
            self._text(name, label)
        words(declared["description"], "hint", "div")

    def _text(self, name: str, label: str) -> None:
        kind = ui.textarea if name in LONG else ui.input

        def typed(event: Any) -> None:  # noqa: ANN401 - NiceGUI's event
            self._inputs[name] = event.value or ""

        control = kind(on_change=typed).classes("field").props("borderless dense hide-bottom-space")
        set_attributes(control, aria_label=label)
        self._from_before(label, control)

    def _from_before(self, label: str, control: Any) -> None:  # noqa: ANN401 - the field, of either kind
        """Offer what the steps before gave, as Workflow Builder does."""
        given = self._session.workspace.workflows.given(self._last)
        if not given:
            return
        offered = [
            Choice(str(nth), f"{step}: {output}", value) for nth, (step, output, value) in enumerate(given)
        ]

        async def look(letters: str) -> list[Choice]:
            return matching(offered, letters)

        async def picked(chosen: list[Choice]) -> None:
            if chosen:
                control.set_value(given[int(chosen[0].key)][2])

        Picker(f"{label} from a step before", "Use what a step gave", look, picked).draw()

    def _people(self, name: str, label: str) -> None:
        people = [
            Choice(each.id, each.real_name, each.title) for each in self._session.workspace.people.values()
        ]

        async def look(letters: str) -> list[Choice]:
            return matching(people, letters)

        async def picked(chosen: list[Choice]) -> None:
            self._inputs[name] = chosen[0].key if chosen else ""

        now = [each for each in people if each.key == self._inputs[name]]
        Picker(label, "Choose a person", look, picked, chosen=now).draw()

    def _choices(self, name: str, label: str) -> None:
        workflows, step = self._session.workspace.workflows, self._step
        offered: list[Payload] = []

        async def look(letters: str) -> list[Choice]:
            given = dict(self._inputs)
            found = await self._session.act("The menu", lambda: workflows.choices(step, name, letters, given))
            offered[:] = found or []
            return as_choices(offered)

        async def picked(chosen: list[Choice]) -> None:
            self._inputs[name] = workflows.value_of(offered, chosen[0].key) if chosen else ""

        Picker(label, "Choose an option", look, picked).draw()

    async def _run(self, pressed: Any) -> None:  # noqa: ANN401 - the button itself
        busy(pressed, is_busy=True)
        step, given, workspace = self._step, dict(self._inputs), self._session.workspace
        before = None if self._last is None else workspace.step_runs.get(self._last.id)
        after = None if before is None or before.error else before

        def run() -> Answer:
            self._last, answer = workspace.workflows.run(step, given, after)
            return answer

        try:
            await self._session.act("The step", run)
        finally:
            busy(pressed, is_busy=False)

    def _result(self, run: StepRun) -> None:
        with box("step-result"):
            words(self._steps[run.step]["title"], "step-title", "div")
            if run.error:
                words(f"Failed: {run.error}", "step-failed", "div")
            elif run.outputs is None:
                words("Running …", "hint", "div")
            else:
                names = self._steps[run.step]["output_parameters"]["properties"]
                for name, value in run.outputs.items():
                    words(f"{names[name]['title']}: {value}", "step-output", "div")
