"""Whatever JSON comes from Slack: its texts and figures can be used, and its parts have their shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.request import BoltRequest

from bot.slack.incoming import payloads
from bot.slack.incoming.forms import Values
from bot.slack.incoming.interaction import Interaction, who_is
from bot.slack.incoming.payloads import LARGEST, Malformed
from tests.every import every
from tests.fakes.slack import FakeAcks
from tests.slack.harness import ARRIVALS
from tests.slack.interactions import MAYA

odd_text = st.text(st.characters() | st.sampled_from("\ud800\udfff\0"), max_size=8)
scalars = (
    st.none()
    | st.booleans()
    | odd_text
    | st.integers()
    | st.floats()
    | st.sampled_from([10**400, -(10**400)])
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd_text, inner, max_size=3),
    max_leaves=8,
)


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for pair in value.items() for each in pair for leaf in leaves(each)]
    return [leaf for each in value for leaf in leaves(each)] if isinstance(value, list) else [value]


@given(anything)
def test_every_text_and_figure_can_be_used(value: object) -> None:
    for leaf in leaves(payloads.whole(value)):
        if isinstance(leaf, str):
            assert "\0" not in leaf
            assert leaf.encode("utf-8") is not None  # raises for half a character
        elif isinstance(leaf, int | float):
            assert -LARGEST <= leaf <= LARGEST


def paths(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in parts for found in paths(part, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], to: object) -> Any:  # noqa: ANN401 - JSON
    if not path:
        return to
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(copy[path[0]], path[1:], to)
    return copy


FILLED = {
    "id": "V1",
    "callback_id": "form",
    "private_metadata": "{}",
    "state": {
        "values": {
            "at": {"a": {"type": "datetimepicker", "selected_date_time": 1_795_453_200}},
            "to": {
                "a": {"type": "external_select", "selected_option": {"value": "1", "text": {"text": "A"}}}
            },
            "file": {
                "a": {"type": "file_input", "files": [{"id": "F1", "size": 7, "url_private": "https://a"}]}
            },
        }
    },
    "blocks": [{"type": "input", "block_id": "to", "element": {"options": [{"value": "1"}]}}],
}
WHOLE = [
    *(make(MAYA) for make in ARRIVALS.values()),
    {**ARRIVALS[next(iter(ARRIVALS))](MAYA), "view": FILLED},
]


@given(st.data())
def test_a_payload_with_any_part_exchanged_is_malformed_or_can_be_read(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(WHOLE))
    spoilt = changed(body, data.draw(st.sampled_from(paths(body))), data.draw(anything))

    try:
        payload = payloads.shaped(spoilt)
    except Malformed:
        return
    BoltRequest(mode="socket_mode", body=payload)
    interaction = Interaction(who_is(payload), payload, FakeAcks())
    seen = (interaction.trigger_id, interaction.channel_id, interaction.response_url, interaction.line)
    assert all(
        isinstance(each, str | None) for each in (*seen, interaction.value, interaction.private_metadata)
    )
    values = Values.of(interaction.view)
    for block_id in values.block_ids:
        values.text(block_id), values.chosen(block_id), values.offered(block_id), values.drawn(block_id)
        values.moment(block_id), values.day(block_id), values.file(block_id), values.ticked(block_id)


@pytest.mark.parametrize("body", WHOLE)
def test_slacks_own_payloads_come_through_as_they_are(body: dict[str, Any]) -> None:
    assert payloads.read(json.dumps(body).encode(), "application/json") == body


MALFORMED: list[object] = [
    *(None, [], "text", 7, {}),
    {"type": 7},
    {"type": "x" * 256},
    {"user": []},
    {"channel": {"id": {}}},
    {"response_url": "file:///etc/passwd"},
    {"response_url": "https://[::1"},
    {"response_url": 7},
    *(
        {"response_urls": each}
        for each in ("x", 1, True, ["x"], {"a": 1}, [{"response_url": "file:///etc/passwd"}])
    ),
    {"actions": {}},
    {"actions": ["press"]},
    {"view": {"state": {"values": []}}},
    {"view": {"state": {"values": {"b": 7}}}},
    {"event": {"user": 7}},
    {"event": {"user": "U" * 256}},
]


@every("value", MALFORMED)
def test_what_is_not_of_its_shape_is_malformed_and_not_quoted(value: object) -> None:
    with pytest.raises(Malformed) as raised:
        payloads.shaped(value)

    assert not [word for word in ("passwd", "press", "xxx", "UUU") if word in str(raised.value)]


def test_what_is_nested_too_deep_is_malformed() -> None:
    deep: object = "end"
    for _ in range(payloads.DEEPEST + 1):
        deep = [deep]
    with pytest.raises(Malformed, match="deep"):
        payloads.shaped({"message": {"blocks": deep}})


def test_what_no_text_and_no_figure_can_be_is_replaced() -> None:
    found = payloads.shaped({"text": "a\ud800b\0", "size": 10**400, "half": float("nan"), "all": [1e999]})

    assert found == {"text": "a\ufffdb\ufffd", "size": None, "half": None, "all": [None]}


def test_what_is_null_is_not_there_where_its_shape_is_known() -> None:
    assert payloads.shaped({"type": "x", "view": None, "actions": [None], "more": None}) == {
        "type": "x",
        "actions": [{}],
        "more": None,
    }
    assert payloads.shaped({"view": {"state": {"values": None}}}) == {"view": {"state": {"values": {}}}}


@pytest.mark.parametrize("value", [None, [], [None], [{}]])
def test_addresses_that_are_not_there_are_a_list_bolt_can_count(value: object) -> None:
    found = payloads.shaped({"type": "view_submission", "response_urls": value})["response_urls"]
    assert [each.get("response_url") for each in found] == [None] * len(value or [])  # type: ignore[arg-type]


def test_a_figure_may_be_written_as_text() -> None:
    def size(written: object) -> object:
        file = {"files": [{"size": written}]}
        found = payloads.shaped({"view": {"state": {"values": {"b": {"a": file}}}}})
        return found["view"]["state"]["values"]["b"]["a"]["files"][0].get("size")

    assert [size(each) for each in (7, "7", "9" * 20, "seven", True, 1.5, None)] == [7, 7, *[None] * 5]


def test_an_envelope_without_an_id_cannot_be_acknowledged() -> None:
    with pytest.raises(Malformed, match="envelope"):
        payloads.in_envelope({}, {"type": "x"})
