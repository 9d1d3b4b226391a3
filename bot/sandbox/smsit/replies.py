"""How an answer looks on the wire: list or bare, strings or numbers, whole or spoilt."""

import json

from bot.sandbox.smsit.faults import Fault, Trouble
from bot.sandbox.smsit.quirks import Quirks, Shape
from bot.sandbox.smsit.refusals import Payload, is_digits

# Endpoints whose answer the platform family wraps in a list that holds one object.
LISTED = frozenset({"addcontact", "smsgroup", "smscontact", "getcreditbalance", "addappointment"})
NUMERIC = frozenset({"status", "creditbalancenumber", "successful", "failed"})

NOTICE = b"<br />\n<b>Notice</b>: Undefined index: alphasender in <b>api.php</b> on line <b>214</b><br />\n"
PAGE = (
    b"<!DOCTYPE html><html><head><title>Please wait</title></head>"
    b"<body><h1>The control panel is being updated</h1></body></html>"
)
LATIN_1_WORD = ', "note": "caf\u00e9"'.encode("latin-1")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def body(endpoint: str, payload: Payload, quirks: Quirks, trouble: Trouble) -> bytes:
    """Write the answer of `endpoint` as the account's quirks and this call's trouble want it."""
    if trouble.has(Fault.EMPTY):
        return b""
    if trouble.has(Fault.EMPTY_LIST):
        return b"[]"
    if trouble.has(Fault.OTHER_ANSWER):
        return _spoilt(trouble.answer.encode(), trouble)
    if quirks.number_status or trouble.has(Fault.NUMBER_STATUS):
        payload = {name: _number(name, value) for name, value in payload.items()}
    wire = json.dumps(payload).encode()
    if trouble.has(Fault.WRONG_ENCODING):
        wire = wire[:-1] + LATIN_1_WORD + wire[-1:]
    if _listed(endpoint, quirks.shape) is not trouble.has(Fault.FLIPPED):
        wire = b"[" + wire + b"]"
    return _spoilt(wire, trouble)


def _spoilt(wire: bytes, trouble: Trouble) -> bytes:
    """Put before an answer, or cut off it, what this call's trouble does to any."""
    if trouble.has(Fault.BYTE_ORDER_MARK):
        wire = BYTE_ORDER_MARK + wire
    if trouble.has(Fault.TRUNCATED):
        wire = wire[: len(wire) // 2]
    if trouble.has(Fault.NOTICE):
        wire = NOTICE + wire
    return wire


def _listed(endpoint: str, shape: Shape) -> bool:
    if shape is Shape.FAMILY:
        return endpoint in LISTED
    return shape is Shape.LIST


def _number(name: str, value: object) -> object:
    if name in NUMERIC and isinstance(value, str) and is_digits(value.removeprefix("-")):
        return int(value)
    return value
