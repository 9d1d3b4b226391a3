"""Policy files as tests write them."""

from pathlib import Path

ROLES = '[roles]\nadmin = ["U0TOM"]\n'


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "policy.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
