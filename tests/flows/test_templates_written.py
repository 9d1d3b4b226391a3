"""Templates as they are written: named, kept in versions, archived, and seen by those who may."""

import pytest

from tests.flows.harness import ADA, Harness
from tests.flows.staff import MAYA
from tests.flows.templating import LIST, Templates

pytestmark = pytest.mark.measured

JABS = "Flu jabs are in on %%Day%% at %%Place|the clinic%%."


def test_a_name_is_taken_once_for_each_place_and_language(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", "Jabs.")
    templates.begin("FLU  jabs", "More jabs.")

    harness.maya.submit()

    assert harness.errors() == {"name": "Choose another name: FLU jabs is already in use here."}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("%%Day%%", "Add some words of your own around the placeholders."),
        ("Choose {one|two}", "Write ( and ) instead of { and }: SMS-iT reads those as a choice of words."),
        ("100%% sure", "Use %% only around a placeholder, such as %%Date%%."),
    ],
)
def test_what_cannot_be_a_template_is_said_beside_its_words(
    harness: Harness, templates: Templates, text: str, sentence: str
) -> None:
    templates.begin("Flu jabs", text)

    harness.maya.submit()

    assert harness.errors() == {"text": sentence}


def test_a_version_is_kept_and_its_words_can_be_had_back(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", "Jabs on Monday.")
    said = templates.change("Flu jabs", "Jabs on Tuesday.")
    assert "Version 2 is in use" in said
    assert "Jabs on Monday." in said

    said = templates.decide("Restore", "Flu jabs", "Restored as version 3.")
    assert "Version 3 is in use" in said
    assert said.count("Jabs on Monday.") == 2
    while harness.maya.view is not None:
        harness.maya.close()
    harness.compose(f"/sms {ADA}")
    templates.insert("Flu jabs", until="Jabs on Monday.")


def test_a_version_of_somebody_else_is_not_written_over(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", "Jabs on Monday.")
    templates.open("Flu jabs")
    harness.maya.press("Edit")
    harness.modal("Edit template")
    tom = templates.seat("U0TOM")
    tom.change("Flu jabs", "Jabs on Tuesday.")
    harness.maya.fill("Text", "Jabs on Friday.")
    harness.drawn()

    harness.maya.submit()

    assert "someone else changed it" in harness.shown()
    assert "Jabs on Tuesday." in tom.open("Flu jabs")
    while tom.person.view is not None:
        tom.person.close()


def test_the_same_form_delivered_twice_writes_one_template(harness: Harness, templates: Templates) -> None:
    templates.begin("Flu jabs", JABS)
    submitted = harness.maya.submit()
    harness.modal(LIST)
    assert harness.sandbox.slack.redeliver(submitted).acked
    harness.drawn()

    assert templates.look().count("*Flu jabs*") == 1


def test_the_home_tab_leads_to_templates(harness: Harness, templates: Templates) -> None:
    templates.write("Flu jabs", JABS)
    while harness.maya.view is not None:
        harness.maya.close()
    harness.maya.open_home()
    harness.wait_for(lambda: harness.maya.home)
    harness.maya.press("Templates")
    harness.modal(LIST)
    assert "Flu jabs" in harness.shown()


def test_a_template_gets_another_name_and_place_and_keeps_its_words(
    harness: Harness, templates: Templates
) -> None:
    templates.write("Jabs", "Jabs on Monday.", here=True)
    templates.write("Closed", "We are closed.")
    templates.open("Jabs")
    templates.person.press("Edit")
    harness.modal("Edit template", templates.person)
    templates.person.fill("Name", "Closed")
    templates.person.choose("Where it can be used", "Everywhere")
    templates.person.submit()
    assert list(templates.person.errors.values()) == ["Choose another name: Closed is already in use here."]

    templates.person.fill("Name", "Vaccinations")
    said = templates.submit("Template", "Saved")
    assert "Vaccinations" in said
    assert "Version 2" not in said
    assert "Vaccinations" in templates.seat(MAYA, "C0LAB").look()
