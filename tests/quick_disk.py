"""Temporary files in memory, where the system offers some: a database that waits for a disk makes tests slow.

What is written is synced all the same, and a process that is killed loses as little as on a disk.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - nothing is written there but through tempfile
ENOUGH_BYTES = 2 * 1024**3
"""More than a whole run leaves behind; containers often have 64 MB there, which is too little."""


def use_memory() -> None:
    """Have this process and those it starts keep temporary files in memory; nothing when TMPDIR is set."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it may have been asked before
