"""A report sealed for the department and taken in there, beside JSON, gzip and the ``age`` command on the same rows."""

import gzip
import json
import shutil
import subprocess
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, figure, seconds
from benchmarks.material import COMMITTEE, DEPARTMENT, Material
from benchmarks.progress import timed
from exports.bundles.report import Sealed, seal_report
from tui.demo import practice
from tui.intake.bundles import open_bundle
from tui.store.cipher import CipherDatabase
from tui.store.commands.reports import apply_report
from tui.store.vault import Vault

RUNS = 3
LEVEL = 6
"""That of the gzip command."""
_ROWS = ("organization", "member", "subject", "review", "finding")


def measure(material: Material) -> list[Figure]:
    """Seal, open with all checks, rehearse, apply."""
    members = material.members
    forth, back = "JSON lines, gzip, age", "age -d, gunzip, json.loads"
    if not shutil.which("age"):
        forth, back = "JSON lines, gzip (no age command here)", "gunzip, json.loads (no age command here)"
    with practice.enter(material.folder, COMMITTEE) as vault:
        seals = [_seal(vault, material.stick) for _ in range(RUNS)]
        plain = [_plain(vault, material.folder / "plain") for _ in range(RUNS)]
    sealed = seals[-1][1]
    with practice.enter(material.folder, DEPARTMENT) as vault:
        parts = _take_in(vault, sealed)
    packing, unpacking = (median(times) for times in zip(*plain, strict=True))
    what, sealing = f"seal a report ({sealed.size / 1e6:.1f} MB)", median(taken for taken, _ in seals)
    return [
        figure(what, members, seconds, sealing, packing, forth),
        figure("open a report, whole", members, seconds, sum(parts.values()), unpacking, back),
        *(figure(what, members, seconds, taken, unpacking, back) for what, taken in parts.items()),
    ]


def _seal(vault: Vault, folder: Path) -> tuple[float, Sealed]:
    return timed(lambda: vault.write(seal_report, vault.signing_secret(), folder).result())


def _take_in(vault: Vault, sealed: Sealed) -> dict[str, float]:
    """Seconds of each step in the vault above; at the end the report is applied."""
    opens = [timed(lambda: open_bundle(sealed.path, vault)) for _ in range(RUNS)]
    report = opens[-1][1].report
    rehearsing, preview = timed(lambda: vault.write(apply_report, report, dry_run=True).result())
    applying, applied = timed(lambda: vault.write(apply_report, report).result())
    if not preview.members_new == applied.members_new == sealed.members:
        raise RuntimeError(applied.sentence())
    return {
        "open: decrypt and check": median(taken for taken, _ in opens),
        "open: dry run": rehearsing,
        "open: apply": applying,
    }


def _plain(vault: Vault, file: Path) -> tuple[float, float]:
    """Seconds to write the same rows without any rules, and to have them back as Python values."""
    identity = file.with_suffix(".key")
    identity.write_text(vault.receiving_identity())
    packing, _ = timed(lambda: _pack(vault, identity, file))
    unpacking, _ = timed(lambda: _unpack(identity, file))
    return packing, unpacking


def _pack(vault: Vault, identity: Path, file: Path) -> None:
    text = gzip.compress(vault.read(_lines).result(), LEVEL)
    if shutil.which("age"):
        subprocess.run(["age", "-e", "-i", identity, "-o", file], input=text, check=True)
    else:
        file.write_bytes(text)


def _unpack(identity: Path, file: Path) -> None:
    if shutil.which("age"):
        packed = subprocess.run(["age", "-d", "-i", identity, file], capture_output=True, check=True).stdout
    else:
        packed = file.read_bytes()
    for line in gzip.decompress(packed).splitlines():
        json.loads(line)


def _lines(db: CipherDatabase) -> bytes:
    lines = []
    for table in _ROWS:
        found = db.execute_sql(f"SELECT * FROM {table}")
        names = [column[0] for column in found.description]
        for row in found:
            values = dict(zip(names, row, strict=True))
            lines.append(json.dumps(values, ensure_ascii=False, default=bytes.hex).encode())
    return b"\n".join(lines)
