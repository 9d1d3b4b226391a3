"""Policy files as tests write them."""

from pathlib import Path

import pytest

from bot.policy.reader import PolicyError, read

ROLES = '[roles]\nadmin = ["U0TOM"]\n'


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "policy.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def mistakes(folder: Path, text: str | bytes) -> list[str]:
    """Read a policy that cannot be used, and return what is said about it, a line each."""
    with pytest.raises(PolicyError) as refused:
        read(write(folder, text))
    return str(refused.value).splitlines()
