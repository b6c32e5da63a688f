"""What keeps the contents of memory on this machine: no core dumps, no tracing, and a word about swap.

Python cannot wipe memory; leaving the process can. So the lock re-executes it, and this module sees to it that
nothing of it is written to the disk meanwhile.
"""

import ctypes
import resource
from pathlib import Path
from typing import Final

_PR_SET_DUMPABLE: Final = 4
SWAPS: Final = Path("/proc/swaps")
BLOCK: Final = Path("/sys/class/block")


def harden() -> None:
    """Switch core dumps off, and reading of this process's memory by others of the same user."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def open_swaps(swaps: Path = SWAPS, block: Path = BLOCK) -> tuple[str, ...]:
    """Swap areas that are neither encrypted (dm-crypt) nor in memory (zram)."""
    try:
        lines = swaps.read_text().splitlines()[1:]
    except OSError:
        return ()
    names = [line.split()[0] for line in lines if line.strip()]
    return tuple(name for name in names if not _is_safe(Path(name), block))


def _is_safe(device: Path, block: Path) -> bool:
    name = device.resolve().name
    if name.startswith("zram"):
        return True
    try:
        return (block / name / "dm" / "uuid").read_text().startswith("CRYPT-")
    except OSError:
        return False
