"""Writing to a medium: what has its final name is whole; every mishap has its fault and leaves nothing.

Full and read-only media are real ones, mounted in a private mount namespace. Where the machine allows no
mount, a file size limit stands in for the full medium, and a folder without write permission for the
read-only one.
"""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import media
from exports.media import RESERVE, write_file
from tui.crypto import age, container
from tui.faults import Failure, Fault
from tui.intake.media import read_file

NAME = "dyb1-report-001002003-001002-00000007.dyb.age"
CONTENT = bytes(range(256)) * 8000


def written(content: bytes = CONTENT) -> Callable[[BinaryIO], None]:
    return lambda out: out.writelines([content])


WRITE = written()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fault_of(folder: Path, write: Callable[[BinaryIO], None] = WRITE, needed: int = len(CONTENT)) -> Failure:
    with pytest.raises(Failure) as raised:
        write_file(folder, NAME, write, needed=needed)
    return raised.value


@cache
def namespace() -> tuple[str, ...]:
    """The command that runs another where it may mount, or nothing if this machine allows no mount."""
    for command in (("unshare", "-m"), ("unshare", "-r", "-m")):
        try:
            mounted = subprocess.run(
                [*command, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
            )
        except FileNotFoundError:
            break
        if mounted.returncode == 0:
            return command
    return ()


def in_child(script: str, *arguments: object, before: str = "", command: tuple[str, ...] = ()) -> str:
    """What a Python script prints in a process of its own, after a shell command in the same namespace."""
    inner = [sys.executable, "-c", script, *map(str, arguments)]
    whole = [*command, "sh", "-c", f'{before or ":"} && exec "$@"', "sh", *inner] if command else inner
    return subprocess.run(whole, capture_output=True, text=True, check=True).stdout.strip()


# --- what goes well


def test_the_file_is_there_whole_and_private(tmp_path: Path) -> None:
    result = write_file(tmp_path, NAME, written(), needed=len(CONTENT))
    assert result.path.read_bytes() == CONTENT
    assert (result.path, result.size) == (tmp_path / NAME, len(CONTENT))
    assert result.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert result.path.stat().st_mode & 0o777 == 0o600
    assert left_in(tmp_path) == [NAME]


def test_its_name_is_not_there_before_everything_is_written(tmp_path: Path) -> None:
    seen: list[tuple[list[str], bytes]] = []

    def look() -> None:
        seen.append((left_in(tmp_path), (tmp_path / f"{NAME}.part").read_bytes()))

    write_file(tmp_path, NAME, written(), needed=len(CONTENT), before_final_name=look)
    assert seen == [([f"{NAME}.part"], CONTENT)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.binary(max_size=300_000), max_size=8))
def test_any_sequence_of_writes_arrives(tmp_path: Path, pieces: list[bytes]) -> None:
    (tmp_path / NAME).unlink(missing_ok=True)
    result = write_file(tmp_path, NAME, lambda out: out.writelines(pieces), needed=0)
    assert result.path.read_bytes() == b"".join(pieces)
    assert result.size == len(b"".join(pieces))


def test_a_workbook_can_be_written_although_the_file_only_goes_forward(tmp_path: Path) -> None:
    def pack(out: BinaryIO) -> None:
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.xml", b"<a/>" * 1000)

    with zipfile.ZipFile(write_file(tmp_path, "form.xlsx", pack, needed=5000).path) as archive:
        assert archive.read("a.xml") == b"<a/>" * 1000


def test_a_sealed_parcel_goes_out_and_comes_back(tmp_path: Path) -> None:
    identity = age.new_identity()
    parcel = container.Parcel(b"{}", b"signature", (("payload/a", CONTENT),))
    recipients = [age.recipient_of(identity)]
    result = write_file(tmp_path, NAME, lambda out: container.seal(parcel, recipients, out), needed=len(CONTENT))
    with container.memory_file(read_file(result.path, container.MAX_BUNDLE)) as source:
        assert container.unseal(source, identity).parcel == parcel


def test_the_steps_have_the_order_that_survives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def spied(function: Callable[..., object], step: Callable[..., str]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            steps.append(step(*arguments))
            return function(*arguments, **options)

        return call

    def name(descriptor: int) -> str:
        return Path(f"/proc/self/fd/{descriptor}").readlink().name

    monkeypatch.setattr(os, "fsync", spied(os.fsync, lambda fd: f"fsync {name(fd)}"))
    monkeypatch.setattr(os, "posix_fadvise", spied(os.posix_fadvise, lambda fd, *_: f"drop cache of {name(fd)}"))
    monkeypatch.setattr(os, "rename", spied(os.rename, lambda old, new: f"rename {old} {new}"))
    monkeypatch.setattr(media.libc, "syncfs", spied(media.libc.syncfs, lambda fd: f"syncfs {name(fd)}"))
    write_file(tmp_path, "a", written(), needed=0, before_final_name=lambda: steps.append("commit"))
    assert steps == [
        "fsync a.part",
        "drop cache of a.part",
        "commit",
        "rename a.part a",
        "fsync a",
        f"fsync {tmp_path.name}",
        f"syncfs {tmp_path.name}",
    ]


# --- what does not


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"theirs")
    assert fault_of(tmp_path).fault is Fault.FILE_EXISTS
    assert (tmp_path / NAME).read_bytes() == b"theirs"
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).symlink_to("nowhere")
    assert fault_of(tmp_path).fault is Fault.FILE_EXISTS
    assert left_in(tmp_path) == [NAME]


def test_a_file_that_appears_meanwhile_is_not_overwritten_either(tmp_path: Path) -> None:
    def rival() -> None:
        (tmp_path / NAME).write_bytes(b"theirs")

    with pytest.raises(Failure) as raised:
        write_file(tmp_path, NAME, written(), needed=0, before_final_name=rival)
    assert raised.value.fault is Fault.FILE_EXISTS
    assert (tmp_path / NAME).read_bytes() == b"theirs"
    assert left_in(tmp_path) == [NAME]


@pytest.mark.parametrize("name", ["", "A.age", "a b", "../a", "a/b", "名册.xlsx", ".hidden", "a.", "a" * 65, "a\n"])
def test_names_that_fat_would_change_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        write_file(tmp_path, name, written(), needed=0)
    assert left_in(tmp_path) == []


def test_a_folder_that_is_none_or_takes_no_files_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "missing", tmp_path / "file", tmp_path / "file" / "below", Path("/proc")):
        failure = fault_of(folder)
        assert failure.fault is Fault.FOLDER_UNWRITABLE
        assert str(folder) in str(failure)


READ_ONLY = """
import sys; from pathlib import Path
from exports.media import write_file
from tui.faults import Failure
try:
    write_file(Path(sys.argv[1]), "a", lambda out: None, needed=0)
except Failure as failure:
    print(failure.fault.name)
"""


def test_a_read_only_medium_is_unwritable(tmp_path: Path) -> None:
    if namespace():
        mount = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,bind,ro {tmp_path}"
        assert in_child(READ_ONLY, tmp_path, before=mount, command=namespace()) == "FOLDER_UNWRITABLE"
    else:
        tmp_path.chmod(0o500)
        folder = tmp_path if os.geteuid() else Path("/proc")
        assert in_child(READ_ONLY, folder) == "FOLDER_UNWRITABLE"
    assert left_in(tmp_path) == []


def test_too_little_space_is_found_before_anything_is_written(tmp_path: Path) -> None:
    def unexpected(out: BinaryIO) -> None:
        raise AssertionError("nothing should be written")

    failure = fault_of(tmp_path, unexpected, needed=10**18)
    assert failure.fault is Fault.MEDIUM_FULL
    assert f"{(10**18 + RESERVE) / 1e6:.1f}MB" in str(failure)
    assert left_in(tmp_path) == []


FULL = """
import resource, sys; from pathlib import Path
from exports.media import write_file
from tui.crypto import age, container
from tui.faults import Failure
folder, mounted = Path(sys.argv[1]), sys.argv[2] == "mounted"
if not mounted:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
parcel = container.Parcel(b"{}", b"", (("payload/a", bytes(5_000_000)),))
to = [age.recipient_of(age.new_identity())]
for write in (lambda out: out.writelines([bytes(5_000_000)]), lambda out: container.seal(parcel, to, out)):
    for needed in (1, 5_000_000) if mounted else (1,):
        try:
            write_file(folder, "a", write, needed=needed)
        except Failure as failure:
            print(failure.fault.name, [path.name for path in folder.iterdir()])
print(write_file(folder, "b", lambda out: out.writelines([bytes(1_000_000)]), needed=1_000_000).size)
"""


def test_a_full_medium_is_named_and_no_half_file_stays(tmp_path: Path) -> None:
    mount = f"mount -t tmpfs -o size=3m none {tmp_path}"
    if namespace():
        said = in_child(FULL, tmp_path, "mounted", before=mount, command=namespace())
        assert said.splitlines() == ["MEDIUM_FULL []"] * 4 + ["1000000"]
    else:
        assert in_child(FULL, tmp_path, "limited").splitlines() == ["MEDIUM_FULL []"] * 2 + ["1000000"]


def test_a_file_larger_than_the_medium_can_hold_is_named_too(tmp_path: Path) -> None:
    assert in_child(FULL, tmp_path, "limited").splitlines() == ["MEDIUM_FULL []"] * 2 + ["1000000"]
    assert left_in(tmp_path) == ["b"]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENODEV, errno.ESTALE])
def test_an_error_of_the_device_leaves_nothing(tmp_path: Path, code: int) -> None:
    def fail(out: BinaryIO) -> None:
        out.write(CONTENT)
        raise OSError(code, os.strerror(code))

    assert fault_of(tmp_path, fail).fault is Fault.MEDIUM_GONE
    assert left_in(tmp_path) == []


def test_a_file_that_the_device_no_longer_knows_leaves_nothing(tmp_path: Path) -> None:
    def pull_out(out: BinaryIO) -> None:
        out.write(CONTENT)
        os.close(out.fileno())

    assert fault_of(tmp_path, pull_out).fault is Fault.MEDIUM_GONE
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("lie", [b"x", b""])
def test_a_medium_that_gives_back_something_else_is_caught(tmp_path: Path, lie: bytes) -> None:
    def write(out: BinaryIO) -> None:
        out.write(CONTENT)
        out.flush()
        part = tmp_path / f"{NAME}.part"
        if lie:
            with part.open("r+b") as behind:
                behind.write(lie)
        else:
            os.truncate(part, len(CONTENT) - 1)

    assert fault_of(tmp_path, write).fault is Fault.READBACK_DIFFERS
    assert left_in(tmp_path) == []


def test_what_the_caller_raises_is_passed_on_after_cleaning(tmp_path: Path) -> None:
    def cancel(out: BinaryIO) -> None:
        out.write(CONTENT)
        raise Failure(Fault.CANCELLED)

    def disk_full() -> None:
        raise OSError(errno.ENOSPC, "the vault's disk, not the medium")

    assert fault_of(tmp_path, cancel).fault is Fault.CANCELLED
    assert left_in(tmp_path) == []
    with pytest.raises(OSError, match="the vault's disk"):
        write_file(tmp_path, NAME, written(), needed=0, before_final_name=disk_full)
    assert left_in(tmp_path) == []


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    before = sorted(Path("/proc/self/fd").iterdir())
    write_file(tmp_path, NAME, written(), needed=0)
    fault_of(tmp_path)
    fault_of(tmp_path / "missing")
    (tmp_path / NAME).unlink()
    fault_of(tmp_path, needed=10**18)
    assert sorted(Path("/proc/self/fd").iterdir()) == before


KILLED = """
import os, signal, sys; from pathlib import Path
from exports.media import write_file
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
content = bytes(range(256)) * 8000
def write(out):
    out.write(content)
    if sys.argv[2] == "writing":
        die()
write_file(Path(sys.argv[1]), sys.argv[3], write, needed=0, before_final_name=die)
"""


@pytest.mark.parametrize("moment", ["writing", "before its final name"])
def test_a_killed_process_leaves_no_final_name_and_the_next_one_replaces_its_remains(
    tmp_path: Path, moment: str
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as killed:
        in_child(KILLED, tmp_path, moment, NAME)
    assert killed.value.returncode == -signal.SIGKILL
    assert left_in(tmp_path) == [f"{NAME}.part"]
    write_file(tmp_path, NAME, written(b"second"), needed=6)
    assert left_in(tmp_path) == [NAME]
    assert (tmp_path / NAME).read_bytes() == b"second"


def test_remains_that_point_elsewhere_are_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / f"{NAME}.part").symlink_to("precious")
    write_file(tmp_path, NAME, written(), needed=0)
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert (tmp_path / NAME).read_bytes() == CONTENT
