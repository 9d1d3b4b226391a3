"""The policy in force: one holder in each process, and nobody beside it keeps what a policy says.

What is built at the start is given :attr:`PolicyInForce.live`: it reads like a :class:`Policy`, and each of
its sections like that section, but every value is looked up in the holder when it is asked for. So a policy
that was read again holds everywhere at once. Whoever takes a value out while being built would keep it for
good: `tests/policy/test_in_force.py` builds the whole bot and lets nobody read one.
"""

from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from typing import Any, Final, cast

from bot.policy.model import Policy

SECTIONS: Final = frozenset(
    each.name for each in fields(Policy) if is_dataclass(getattr(Policy(), each.name))
)
_seen: Final[ContextVar[Policy | None]] = ContextVar("policy", default=None)


class PolicyInForce:
    """Holds the policy, and gives way to another one in a single step."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    @property
    def now(self) -> Policy:
        """The policy as it is; within :meth:`steady` as it was when that began."""
        return _seen.get() or self._policy

    @property
    def live(self) -> Policy:
        """What reads like the policy, and like each of its sections, for good. Sections may be kept."""
        return cast("Policy", _Live(self))

    def put(self, policy: Policy) -> None:
        """Have another policy be in force from now on."""
        self._policy = policy

    def steady(self) -> AbstractContextManager[None]:
        """See one policy until the end of the block, whatever comes in force meanwhile; for one thread."""
        return _Steady(self.now)


class _Steady:
    """The block of :meth:`PolicyInForce.steady`: a generator takes three times as long, at each arrival."""

    __slots__ = ("_before", "_policy")

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def __enter__(self) -> None:
        self._before = _seen.set(self._policy)

    def __exit__(self, *_raised: object) -> None:
        _seen.reset(self._before)


class _Section:
    """Reads like a section of the policy in force, each value anew."""

    __slots__ = ("_holder", "_name")

    def __init__(self, holder: PolicyInForce, name: str) -> None:
        self._holder = holder
        self._name = name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the attribute it stands for
        return getattr(getattr(self._holder.now, self._name), name)


class _Live:
    """Reads like a whole policy."""

    __slots__ = ("_holder",)

    def __init__(self, holder: PolicyInForce) -> None:
        self._holder = holder

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as above
        return _Section(self._holder, name) if name in SECTIONS else getattr(self._holder.now, name)
