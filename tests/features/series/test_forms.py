"""*Edit from now on*: the form of each kind comes as the series was written, to its last field."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot.access import Who
from bot.features.audiences.service import Choice, dump
from bot.features.broadcast import form as broadcast
from bot.features.broadcast.listeners.form import FormListeners as Broadcasts
from bot.features.groups.service import GroupChoice
from bot.features.lists import form as lists
from bot.features.lists.listeners.series_form import SeriesForm
from bot.features.sends.repeats import Rewrite
from bot.features.sms import form as sms
from bot.features.sms.listeners.form import FormListeners as Texts
from bot.slack.blocks import kit
from bot.store.audience_choices import AudienceChoice
from bot.texting import recurrence
from bot.texting.recurrence import Cycle, Rule
from bot.texting.sender_ids import Senders
from bot.texting.words import zone_or_utc
from tests.clock import START
from tests.features.sends.harness import MAYA, NUMBER
from tests.features.series.harness import ZONE, Harness

AnyForm = sms.Form | broadcast.Form | lists.Form
SENDERS = Senders(("14155550190",), ("HARBOUR",))
VIP = GroupChoice("VIP", "3 people")
CONTACTS: Any = SimpleNamespace(
    sees_numbers=lambda _who: True, group_options=lambda _text: (VIP,), choice=lambda _name: VIP
)
CHOICE = Choice(groups=("VIP",), without_groups=("VIP",), without=(NUMBER,), texted_days=7, only_reached=True)


def rewrite(harness: Harness) -> Rewrite:
    """A weekly series of which every field says something."""
    send = harness.the(
        harness.begin(
            to_name="VIP",
            to_number=NUMBER,
            alpha_sender="HARBOUR",
            throttle=7,
            rotate=True,
            add_to_group="VIP",
        )
    )
    rule = Rule(Cycle.WEEKLY, 2, (1, 3), until=START + timedelta(days=90))
    start = START + timedelta(days=1)
    dates = recurrence.dates(rule, start, zone_or_utc(ZONE))
    return Rewrite(send, recurrence.kept(rule, start, dates, ""), start)


def shown(
    monkeypatch: pytest.MonkeyPatch, module: str, rewritten: Callable[[Rewrite, Who], object], asked: Rewrite
) -> lists.Form:
    """The form that is drawn."""
    found: list[Any] = []

    def compose(form: object, *_others: object, **_more: object) -> kit.Block:
        found.append(form)
        return {}

    with monkeypatch.context() as patched:
        patched.setattr(f"bot.features.{module}.views.form.compose", compose)
        rewritten(asked, MAYA)
    return found[-1]


def left(form: AnyForm, empty: AnyForm) -> set[str]:
    """The fields that say nothing, in the form and in what it carries along."""
    return alike(form, empty) | {f"state.{name}" for name in alike(form.state, empty.state)}


def alike(one: object, other: object) -> set[str]:
    names = (each.name for each in fields(one))  # type: ignore[arg-type]
    return {name for name in names if getattr(one, name) == getattr(other, name)}


ANSWERED = {"left_out", "answers", "times", "state.edition"}
"""What nobody has typed yet; a series that ends at its last date has no number of times."""


def test_a_text(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    listeners = Texts(*(CONTACTS for _ in fields(Texts)))
    object.__setattr__(listeners, "region", "US")

    form = shown(monkeypatch, "sms", listeners.rewritten, rewrite(harness))

    assert left(form, sms.Form(sms.FormState())) == ANSWERED | {"state.verb"}


COUNTED = {"state.people", "state.numbers"}
"""Figures of the group, which are looked up when the form is drawn."""


def test_a_broadcast(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    listeners = Broadcasts(*(CONTACTS for _ in fields(Broadcasts)))
    monkeypatch.setattr(Broadcasts, "_for_group", lambda _self, form: found.append(form))
    found: list[Any] = []

    listeners.rewritten(rewrite(harness), MAYA)

    assert left(found[0], broadcast.Form(broadcast.FormState())) == ANSWERED | COUNTED


NO_SEARCH = {f"state.by_{name}" for name in ("name", "number", "email", "group", "source", "subscribed")}
UPLOADED = {"file", "pasted", "user_id", "state.file_id", "state.name", "state.size"}
"""No field takes a file or numbers that are kept nowhere."""


@pytest.mark.parametrize(
    ("choice", "silent"),
    [
        (None, NO_SEARCH | {"people", "state.whom"}),
        (AudienceChoice("s", None), NO_SEARCH | {"people", "group"}),
        (AudienceChoice("s", dump(CHOICE)), NO_SEARCH | {"group"}),
    ],
)
def test_a_list(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, choice: AudienceChoice | None, silent: set[str]
) -> None:
    series_form = SeriesForm(lambda _id: choice, CONTACTS, SENDERS, "US")

    form = shown(monkeypatch, "lists", series_form.rewritten, rewrite(harness))

    assert left(form, lists.Form(lists.FormState())) == ANSWERED | UPLOADED | silent
    if choice is not None and choice.choice is not None:
        people = form.people
        assert all(getattr(people, each.name) for each in fields(people))
        assert [each["value"] for each in people.without] == [NUMBER]


def test_people_who_were_searched_are_searched_as_they_were(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = lists.Search("Ada", "1415", "ada@", "VIP", "Any", "All")
    stored = AudienceChoice("s", dump(Choice(search)))
    series_form = SeriesForm(lambda _id: stored, CONTACTS, SENDERS, "US")

    form = shown(monkeypatch, "lists", series_form.rewritten, rewrite(harness))

    assert form.state.search == search
