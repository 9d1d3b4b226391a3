"""Rules of decoding that hold for any bytes."""

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.smsit import Endpoint, SmsItClient, SmsItError, decode
from bot.smsit.transport import Reply

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(
    ["status", "contacts", "otp", "smsstatus", "errormsg", "successful", "failed", "creditbalancenumber"]
)
ANY_JSON = st.recursive(
    SCALARS | st.sampled_from(["0", "-1", "Success"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


class Canned:
    """A transport that gives the same bytes to whoever asks."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def post(self, *_: object, **__: object) -> Reply:
        return Reply(200, self._body)


def ask_everything(body: bytes) -> None:
    """Ask all ten endpoints; a SmsItError is the only thing that may come out."""
    client = SmsItClient("key")
    client._transport = Canned(body)  # type: ignore[assignment] # stands in for the wire
    for ask in (
        lambda: client.add_contact("14155550123", "VIP"),
        client.get_contacts,
        lambda: client.send_to_group("14155550100", "VIP", "Hi", recipients=1),
        lambda: client.group_report("1"),
        lambda: client.send_to_contact("14155550100", "14155550123", "Hi"),
        lambda: client.contact_report("14155550123"),
        client.credit_balance,
        lambda: client.call(Endpoint.ADD_APPOINTMENT, {}),
        client.generate_otp,
        lambda: client.validate_otp("94b87b"),
    ):
        try:
            ask()
        except SmsItError as error:
            assert error.sentence  # noqa: PT017 - whichever comes out, it speaks


@settings(deadline=None)
@given(ANY_JSON)
@example({"contacts": [{"number": {}, "date": "0", "birthday": "9" * 9}]})
@example({"contacts": {}, "creditbalancenumber": 1e308})
def test_no_json_makes_anything_but_an_answer_or_our_own_error(value: object) -> None:
    ask_everything(json.dumps(value).encode())


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text('[]{}":,0-<>\n ', max_size=60).map(str.encode))
def test_no_bytes_make_anything_but_an_answer_or_our_own_error(body: bytes) -> None:
    ask_everything(body)


@settings(deadline=None)
@given(ANY_JSON, st.data())
def test_a_truncated_answer_is_never_read_as_a_whole_one(value: object, data: st.DataObject) -> None:
    whole = json.dumps(
        [{"status": "4711", "more": value}], indent=data.draw(st.sampled_from([None, 1]))
    ).encode()
    cut = data.draw(st.integers(0, len(whole) - 1))
    assert decode.reply(whole[:cut]) == {}


@settings(deadline=None)
@given(st.integers(-(10**17), 10**17), st.booleans(), st.integers(0, 3))
def test_a_status_is_the_same_as_text_or_number_bare_or_in_lists(code: int, text: bool, depth: int) -> None:  # noqa: FBT001 - drawn
    value: object = {"status": str(code) if text else code}
    for _ in range(depth):
        value = [value]
    assert decode.status(decode.reply(json.dumps(value).encode())) == code


@settings(deadline=None)
@given(st.integers(0, 10**12))
def test_a_figure_is_the_same_however_it_is_written(figure: int) -> None:
    for written in (figure, str(figure), f" {figure:,} ", f"{figure}.75"):
        assert decode.count(written) == figure


def test_what_is_no_figure_is_none() -> None:
    assert [decode.count(value) for value in (None, True, "", "many", float("inf"), [1], "1.2.3")] == [
        None
    ] * 7


def test_many_brackets_in_a_page_are_not_all_tried() -> None:
    assert decode.reply(b">{" * 200_000) == {}
