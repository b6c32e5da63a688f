"""What keeps memory on this machine."""

import subprocess
import sys
from pathlib import Path

from tui.hygiene import open_swaps


def test_a_hardened_process_leaves_no_core_and_lets_nobody_read_it() -> None:
    code = (
        "import resource, ctypes; from tui.hygiene import harden; harden();"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"


def test_only_swap_that_is_neither_encrypted_nor_in_memory_is_told(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    swaps.write_text(
        "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n/dev/dm-1 partition 1 0 -3\n"
        "/dev/dm-2 partition 1 0 -4\n/dev/zram0 partition 1 0 100\n/swapfile file 1 0 -5\n"
    )
    for name, uuid in (("dm-1", "CRYPT-LUKS2-abc"), ("dm-2", "LVM-abc")):
        (tmp_path / "block" / name / "dm").mkdir(parents=True)
        (tmp_path / "block" / name / "dm" / "uuid").write_text(uuid)
    assert open_swaps(swaps, tmp_path / "block") == ("/dev/sda2", "/dev/dm-2", "/swapfile")
    assert open_swaps(tmp_path / "missing") == ()
