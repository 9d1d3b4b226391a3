"""Made-up wheels: packages with nothing in them but their name, their version and what they need."""

import hashlib
import zipfile
from pathlib import Path


def build(folder: Path, name: str, version: str, needs: tuple[str, ...] = (), extra: str = "") -> Path:
    """Write a wheel that any Python takes; its `needs` are Requires-Dist, `extra` is one it offers."""
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Provides-Extra: {extra}"] if extra else []
    metadata += [f"Requires-Dist: {need}" for need in needs]
    wheel = ["Wheel-Version: 1.0", "Generator: made-up", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    about = f"{name}-{version}.dist-info"
    files = {f"{about}/METADATA": metadata, f"{about}/WHEEL": wheel}
    files[f"{about}/RECORD"] = [f"{path},," for path in (*files, f"{about}/RECORD")]
    written = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(written, "w") as archive:
        for path, lines in files.items():
            archive.writestr(zipfile.ZipInfo(path), "\n".join(lines) + "\n")
    return written


def locked(wheel: Path) -> str:
    """Return the entry of a lock file that takes this wheel and no other."""
    name, version, *_ = wheel.name.split("-")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"
