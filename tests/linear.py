"""Whether work grows with the length of a text, and not with its square.

The processor time that a long text takes is set against that of a short one, so no machine is too slow, and
the least of several tries counts: the rest is what else the machine does. The longer text is eight times as
long: what is linear takes 8 times as long for it and what is quadratic 64 times, and no disturbance makes one
look like the other.
"""

import contextlib
import gc
import importlib
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from zlib import crc32

from bot.errors import UserError
from bot.slack.incoming.forms import FieldErrors
from tests import chaos

SHORT, LONG = 2_500, 20_000
MOST = 64**0.75
"""How many times as long the longer text may take: as far from 8 times, which is linear, as from 64."""
FIRST = 4
"""First both texts are a quarter as long, which takes a quarter of the time."""
SURELY = 10
"""Times as long. What is no slower for the quarters is far from `MOST` for the whole.

Let the work grow with the length and with its square: with 10 times, less than a twentieth of the shorter
quarter is the square's, so less than a sixth of the shorter whole, and the longer one takes 16 times as long.
"""
TRIES = 6
HARDLY_ANY = 0.0001
"""Seconds. What takes less for the short text does next to nothing with it, as where a text is cut."""

NASTY = (
    *("a", "1", " ", "\n", "\t", "'", '"', "(", "{", "{|", "<", "<a|", "&amp;", "%%", "%%a", "%%a ", "%%a%%"),
    *(
        "%% ",
        "%%Name|a%% ",
        "(%%Name%%",
        "%%Name%%) ",
        "%%Name%%, ",
        "+",
        "+1 ",
        "1, ",
        "1-",
        "1;",
        "=",
        ";=",
        ",",
    ),
    *(
        "-",
        "'=",
        "a.",
        "a@",
        "@a.a ",
        "ext 1 ",
        "\u0301\u0327",
        "a\u0301",
        "\u0344",
        "\u200d",
        "\U0001f469\u200d",
    ),
    *(
        "\U0001f600",
        "\ufdfa",
        "\u1100\u1161",
        "\u034f\u0301",
        "\ufe0f",
        "\u2800",
        "\u05d0\u200f",
        "\uff11",
        "12:",
        "1/",
    ),
    *(
        "*",
        "_a",
        "`",
        "~",
        ":a:",
        "a b ",
        "A",
        "\r",
        "\u2028",
        "|",
        "[",
        "\\",
        "\u00a0",
        "\x00",
        "1415555010 ",
    ),
)
"""What is repeated to make a text that a careless pattern goes over again and again."""

BEGUN = (
    ("1", " "),
    ("1", "; "),
    ("%%", " "),
    ("%%a", " "),
    ("%%a|", "|"),
    ("{", "|"),
    ("<tel:", "1"),
    ("<", "|"),
)
BEGUN += (("&", "a"), ("1", "\u0301\u0327"), ("%%a", "\u0301\u0327"), ('="', "1"), ("+", "1 "), ("1", " x "))
"""The same behind something a pattern begins with."""
KINDS = (*(("", each) for each in (*NASTY, "<tel:", "<tel:|", " and 1", "1/1 ", "1:1-")), *BEGUN)


class Everywhere(Mapping[str, object]):
    """The state of a view in which every field holds the same text."""

    def __init__(self, text: str) -> None:
        self._element = {"any": {"value": text, "selected_option": {"value": text, "text": {"text": text}}}}

    def __getitem__(self, block_id: str) -> object:
        return self._element

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Every module of a package."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def readers(module: ModuleType) -> Iterator[str]:
    """Name the public functions and methods of a module that are given text, in any shape."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
            continue
        for called, function in _functions(name, thing):
            parameters = inspect.signature(function).parameters.values()
            if any("str" in str(each.annotation) or "bytes" in str(each.annotation) for each in parameters):
                yield f"{module.__name__.removeprefix('bot.')}.{called}"


def too_slow(
    name: str, call: Callable[[str], object], caches: Callable[[], None]
) -> dict[tuple[str, str], float]:
    """Return the kinds of text of which twice as much takes ``call`` too long, and how many times as long.

    Each function is given a third of the kinds, another one than its neighbours; with chaos all of them.
    """
    begin, step = (0, 1) if chaos.IS_LONG else (crc32(name.encode()) % 3, 3)
    return {kind: ratio for kind in KINDS[begin::step] if (ratio := _ratio(call, kind, caches)) > MOST}


def grows_too_fast(call: Callable[[str], object], piece: str, begun: str = "") -> bool:
    """Tell whether reading the same piece over and over takes longer than the length says."""
    return _ratio(call, (begun, piece), lambda: None) > MOST


def forget(package: ModuleType) -> Callable[[], None]:
    """Return what empties every cache of a package, because an answer that is known takes no time."""
    found = [
        thing.cache_clear
        for module in modules(package)
        for thing in vars(module).values()
        if hasattr(thing, "cache_clear")
    ]

    def clear() -> None:
        for each in found:
            each()

    return clear


def _functions(name: str, thing: object) -> Iterator[tuple[str, Callable[..., object]]]:
    if inspect.isclass(thing):
        for called, method in vars(thing).items():
            method = getattr(method, "__func__", method)  # noqa: PLW2901 - of a class method
            if not called.startswith("_") and inspect.isfunction(method):
                yield f"{name}.{called}", method
    elif callable(thing) and inspect.isfunction(inspect.unwrap(thing)):
        yield name, inspect.unwrap(thing)


def _ratio(call: Callable[[str], object], kind: tuple[str, str], caches: Callable[[], None]) -> float:
    first, ratio = _least(call, kind, caches, FIRST, SURELY, 1)
    if first > HARDLY_ANY and ratio <= SURELY:
        return ratio
    return _least(call, kind, caches, 1, MOST, TRIES)[1]


def _least(
    call: Callable[[str], object],
    kind: tuple[str, str],
    caches: Callable[[], None],
    part: int,
    most: float,
    tries: int,
) -> tuple[float, float]:
    """Return the seconds the shorter text took, and how many times as long the longer one did."""
    begins, again = kind
    lengths = (SHORT // part, LONG // part)
    texts = [f"{begins}{again * (length // len(again) + 1)}"[:length] for length in lengths]
    least = [float("inf"), float("inf")]
    for _ in range(tries):
        for place, text in enumerate(texts):
            least[place] = min(least[place], _seconds(call, text, caches))
        if least[1] <= most * least[0]:
            break
    return least[0], least[1] / max(least[0], HARDLY_ANY)


def _seconds(call: Callable[[str], object], text: str, caches: Callable[[], None]) -> float:
    caches()
    gc.disable()
    try:
        begins = time.thread_time()
        with contextlib.suppress(ValueError, UserError, FieldErrors):
            call(text)
        return time.thread_time() - begins
    finally:
        gc.enable()
