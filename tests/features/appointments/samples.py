"""An appointment's form as people fill it in and confirm it."""

from bot.slack.blocks.kit import Block
from tests.features import recipients
from tests.features.appointments.form_harness import FormHarness, at, chosen
from tests.features.appointments.harness import ADA, DAY

STRANGER = "14155550999"
TICKED = {"selected_options": [{"value": "yes"}]}


def form(forms: FormHarness, line: str = "") -> Block:
    forms.form_listeners.command(forms.slack_harness.command(line), line)
    return forms.slack_harness.windows.last


def filled(number: str = ADA, **more: object) -> dict[str, object]:
    return {"to": recipients.chosen(number), "at": at(DAY), "status": chosen("confirmed"), **more}


def book(forms: FormHarness, number: str = ADA, **more: object) -> str:
    """Fill in, check, confirm, and let the job run."""
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(number, **more)))
    confirmation = forms.slack_harness.windows.last
    forms.confirmation_listeners.confirmed(forms.submit(confirmation, {}))
    assert forms.ack == {"response_action": "clear"}
    forms.harness.run()
    return forms.harness.shown[-1]
