"""A bundle: opened by the standard commands and they by us; any alteration has its one fault."""

import contextlib
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import age, container, unitkeys, ustar
from tui.crypto.container import Parcel
from tui.faults import Failure, Fault

OURS, OTHER, STRANGER = (age.new_identity() for _ in range(3))
SECRET = unitkeys.new_signing_key()
MANIFEST = '{"format":"dyb/1","unit":"机关党支部"}'.encode()
PARCEL = Parcel(
    MANIFEST,
    unitkeys.sign_manifest(SECRET, MANIFEST, "dyb1 001>002 report #1"),
    (("payload/records.jsonl.gz", bytes(range(256)) * 700), ("payload/attachments/0001.bin", b"")),
)
CHUNK = 65536 + 16

needs_age = pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="the minisign command is not installed")


def sealed(parcel: Parcel = PARCEL, *identities: str) -> bytes:
    with container.memory_file() as out:
        container.seal(parcel, [age.recipient_of(identity) for identity in identities or (OURS,)], out)
        out.seek(0)
        return out.read()


def opened(raw: bytes, identity: str = OURS) -> container.Opened:
    with container.memory_file(raw) as source:
        return container.unseal(source, identity)


def fault_of(raw: bytes, identity: str = OURS) -> Fault:
    with pytest.raises(Failure) as raised:
        opened(raw, identity)
    return raised.value.fault


def encrypted(archive: bytes) -> bytes:
    """An age file for us with anything inside, as somebody may make it who has our card."""
    with container.memory_file(archive) as source, container.memory_file() as out:
        pyrage.encrypt_io(source, out, age.parse_recipients([age.recipient_of(OURS)]))
        out.seek(0)
        return out.read()


def open_files() -> list[Path]:
    return sorted(Path("/proc/self/fd").iterdir())


def archived(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    for name, content in members:
        ustar.write(name, content, out)
    ustar.finish(out)
    return out.getvalue()


WHOLE = sealed(PARCEL, OURS, OTHER)
BODY = WHOLE.index(b"\n--- ") + len("\n--- ") + 43 + 1 + 16


def test_every_recipient_gets_the_parcel_back() -> None:
    assert opened(WHOLE).parcel == PARCEL
    assert opened(WHOLE, OTHER).parcel == PARCEL


def test_recipients_are_counted_without_grease() -> None:
    assert any(b"-grease" in sealed() for _ in range(100))
    assert {opened(sealed()).stanzas for _ in range(20)} == {1}
    assert opened(WHOLE).stanzas == 2
    assert opened(sealed(PARCEL, OURS, *(age.new_identity() for _ in range(200)))).stanzas == 201


def test_neither_member_names_nor_content_are_visible() -> None:
    assert b"manifest" not in WHOLE
    assert "机关".encode() not in WHOLE


@given(st.lists(st.binary(max_size=200_000), max_size=4), st.binary(max_size=1000))
def test_any_payload_comes_back(contents: list[bytes], manifest: bytes) -> None:
    payload = tuple((f"payload/attachments/{number:04}.bin", content) for number, content in enumerate(contents))
    parcel = Parcel(manifest, b"signature", payload)
    assert opened(sealed(parcel)).parcel == parcel


@needs_age
@needs_minisign
def test_age_tar_and_minisign_open_and_verify_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text(OURS + "\n")
    (tmp_path / "bundle.age").write_bytes(WHOLE)
    subprocess.run("age -d -i key.txt bundle.age | tar x", shell=True, cwd=tmp_path, check=True)
    for name, content in ((container.MANIFEST, PARCEL.manifest), *PARCEL.payload):
        assert (tmp_path / name).read_bytes() == content
    verify = ["minisign", "-V", "-P", unitkeys.signing_public(SECRET), "-m", container.MANIFEST]
    assert "verified" in subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True, check=True).stdout


@needs_age
def test_a_bundle_made_by_tar_and_age_is_opened(tmp_path: Path) -> None:
    (tmp_path / "payload/attachments").mkdir(parents=True)
    for name, content in (
        (container.MANIFEST, PARCEL.manifest),
        (container.SIGNATURE, PARCEL.signature),
        *PARCEL.payload,
    ):
        (tmp_path / name).write_bytes(content)
    names = " ".join([container.MANIFEST, container.SIGNATURE, *(name for name, _ in PARCEL.payload)])
    plain = "--format=ustar --mode=0600 --owner=0 --group=0 --numeric-owner --mtime=@0"
    command = f"tar c {plain} {names} | age -r {age.recipient_of(OURS)}"
    raw = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=True).stdout
    assert opened(raw) == container.Opened(PARCEL, 1)


def _flip(at: int) -> bytes:
    altered = bytearray(WHOLE)
    altered[at] ^= 1
    return bytes(altered)


TAMPERED: dict[str, tuple[bytes, Fault]] = {
    "empty": (b"", Fault.E02_NOT_A_BUNDLE),
    "a text file": (b"age-encryption.org/v1\nhello\n", Fault.E02_NOT_A_BUNDLE),
    "armoured": (b"-----BEGIN AGE ENCRYPTED FILE-----\n" + WHOLE, Fault.E02_NOT_A_BUNDLE),
    "another version": (WHOLE.replace(b"org/v1", b"org/v2", 1), Fault.E02_NOT_A_BUNDLE),
    "cut in the version": (WHOLE[:10], Fault.E02_NOT_A_BUNDLE),
    "cut in a stanza": (WHOLE[:60], Fault.E02_NOT_A_BUNDLE),
    "cut in the header's MAC": (WHOLE[: BODY - 30], Fault.E02_NOT_A_BUNDLE),
    "cut after the header": (WHOLE[: BODY - 16], Fault.E04_DAMAGED),
    "cut in the nonce": (WHOLE[: BODY - 1], Fault.E04_DAMAGED),
    "cut before the first chunk": (WHOLE[:BODY], Fault.E04_DAMAGED),
    "cut at a chunk's border": (WHOLE[: BODY + CHUNK], Fault.E04_DAMAGED),
    "cut by a byte": (WHOLE[:-1], Fault.E04_DAMAGED),
    "a byte more": (WHOLE + b"\0", Fault.E04_DAMAGED),
    "a chunk more": (WHOLE + WHOLE[BODY : BODY + CHUNK], Fault.E04_DAMAGED),
    "the last chunk twice": (WHOLE + WHOLE[BODY + 2 * CHUNK :], Fault.E04_DAMAGED),
    "a chunk less": (WHOLE[:BODY] + WHOLE[BODY + CHUNK :], Fault.E04_DAMAGED),
    "chunks swapped": (
        WHOLE[:BODY] + WHOLE[BODY + CHUNK : BODY + 2 * CHUNK] + WHOLE[BODY : BODY + CHUNK] + WHOLE[BODY + 2 * CHUNK :],
        Fault.E04_DAMAGED,
    ),
    "body flipped": (_flip(BODY + 5), Fault.E04_DAMAGED),
    "last byte flipped": (_flip(-1), Fault.E04_DAMAGED),
    "nonce flipped": (_flip(BODY - 5), Fault.E04_DAMAGED),
    "another MAC": (WHOLE[: BODY - 59] + b"AAAA" + WHOLE[BODY - 55 :], Fault.E04_DAMAGED),
    "somebody else's stanza": (
        WHOLE[: WHOLE.rindex(b"-> X25519 ") + 10] + b"AAAA" + WHOLE[WHOLE.rindex(b"-> X25519 ") + 14 :],
        Fault.E04_DAMAGED,
    ),
    "body of another bundle": (WHOLE[:BODY] + sealed()[-1000:], Fault.E04_DAMAGED),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_every_alteration_has_its_fault(how: str) -> None:
    raw, fault = TAMPERED[how]
    assert fault_of(raw) is fault


def test_a_bundle_for_others_is_told_apart_from_damage() -> None:
    assert fault_of(WHOLE, STRANGER) is Fault.E03_NOT_FOR_US
    by_passphrase = WHOLE.replace(b"-> X25519 ", b"-> scrypt ", 1)[: WHOLE.index(b"-> X25519", 30)]
    assert fault_of(by_passphrase + WHOLE[BODY - 16 - 48 :]) is Fault.E03_NOT_FOR_US


@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_no_flipped_bit_passes(bit: int) -> None:
    altered = bytearray(WHOLE)
    altered[bit // 8] ^= 1 << bit % 8
    assert fault_of(bytes(altered)) in (Fault.E02_NOT_A_BUNDLE, Fault.E03_NOT_FOR_US, Fault.E04_DAMAGED)


@given(st.integers(0, BODY * 8 - 1))
def test_no_flipped_bit_of_the_header_passes(bit: int) -> None:
    altered = bytearray(WHOLE)
    altered[bit // 8] ^= 1 << bit % 8
    assert fault_of(bytes(altered)) in (Fault.E02_NOT_A_BUNDLE, Fault.E03_NOT_FOR_US, Fault.E04_DAMAGED)


@given(st.integers(0, len(WHOLE) - 1))
def test_no_cut_passes(length: int) -> None:
    assert fault_of(WHOLE[:length]) in (Fault.E02_NOT_A_BUNDLE, Fault.E04_DAMAGED)


@given(st.binary(max_size=300), st.booleans())
def test_arbitrary_bytes_are_no_bundle(raw: bytes, with_version_line: bool) -> None:
    assert fault_of(b"age-encryption.org/v1\n" * with_version_line + raw) is Fault.E02_NOT_A_BUNDLE


FIRST = ((container.MANIFEST, b"{}"), (container.SIGNATURE, b"signature"))
LAYOUTS: dict[str, bytes] = {
    "nothing": b"",
    "no archive": b"hello" * 1000,
    "an archive of nothing": archived(),
    "no signature": archived(FIRST[0]),
    "signature first": archived(FIRST[1], FIRST[0]),
    "payload first": archived(("payload/a", b""), *FIRST),
    "manifest twice": archived(*FIRST, FIRST[0]),
    "payload twice": archived(*FIRST, ("payload/a", b"1"), ("payload/a", b"2")),
    "unexpected member": archived(*FIRST, ("install.sh", b"")),
    "absolute path": archived(*FIRST, ("/payload/a", b"")),
    "path upwards": archived(*FIRST, ("payload/../../a", b"")),
    "dot": archived(*FIRST, ("payload/./a", b"")),
    "hidden": archived(*FIRST, ("payload/.a", b"")),
    "slash at the end": archived(*FIRST, ("payload/a/", b"")),
    "double slash": archived(*FIRST, ("payload//a", b"")),
    "backslash": archived(*FIRST, ("payload/..\\a", b"")),
    "control character": archived(*FIRST, ("payload/a\x1b[2J", b"")),
    "upper case": archived(*FIRST, ("payload/A", b"")),
    "line end in a name": archived(*FIRST, ("payload/a\n", b"")),
    "payload as a file": archived(*FIRST, ("payload", b"")),
    "manifest too long": archived((container.MANIFEST, bytes(container.MAX_MANIFEST + 1)), FIRST[1]),
    "signature too long": archived(FIRST[0], (container.SIGNATURE, bytes(container.MAX_SIGNATURE + 1))),
    "too many members": archived(*FIRST, *((f"payload/{n}", b"") for n in range(container.MAX_MEMBERS - 1))),
    "rubbish at the end": archived(*FIRST) + b"x" * 512,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_anything_but_the_members_of_a_bundle_is_bad_layout(layout: str) -> None:
    assert fault_of(encrypted(LAYOUTS[layout])) is Fault.E06_BAD_LAYOUT


def test_the_first_members_alone_are_a_bundle() -> None:
    assert opened(encrypted(archived(*FIRST))).parcel == Parcel(b"{}", b"signature", ())


def test_a_file_beyond_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.age"
    huge.write_bytes(WHOLE)
    os.truncate(huge, container.MAX_BUNDLE + 1)
    with huge.open("rb") as source, pytest.raises(Failure) as raised:
        container.unseal(source, OURS)
    assert raised.value.fault is Fault.E06_BAD_LAYOUT


@pytest.mark.parametrize(
    "name", ["a", "payload", "payload/", "payload/../a", "payload/A", "payload/名册", "payload/" + "a" * 93]
)
def test_no_parcel_is_made_that_could_not_be_opened(name: str) -> None:
    with pytest.raises(ValueError, match="payload"):
        Parcel(b"{}", b"", ((name, b""),))


def test_nobody_to_seal_to_writes_nothing() -> None:
    out = io.BytesIO()
    for recipients in ([], ["age1nobody"]):
        with pytest.raises(ValueError, match=r"encrypt to|recipient"):
            container.seal(PARCEL, recipients, out)
    assert out.getvalue() == b""


@pytest.mark.parametrize("size", [0, 60_000, 200_000])
def test_a_full_disk_is_reported_as_such_even_by_the_last_write(size: int) -> None:
    parcel = Parcel(b"{}", b"", (("payload/a", bytes(size)),))
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        container.seal(parcel, [age.recipient_of(OURS)], cast(BinaryIO, full))


def test_a_medium_that_cannot_be_read_is_a_fault_of_the_medium() -> None:
    class PulledOut(io.FileIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 0:
                raise OSError(5, "Input/output error")
            return super().read(size)

    descriptor = os.memfd_create("stick")
    os.write(descriptor, WHOLE)
    with PulledOut(descriptor, "r+b") as source, pytest.raises(Failure) as raised:
        container.unseal(cast(BinaryIO, source), OURS)
    assert raised.value.fault is Fault.E01_MEDIA_READ


def test_progress_reaches_the_whole_and_can_stop_the_work() -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError

    big = Parcel(b"{}", b"", (("payload/a", bytes(5_000_000)),))
    told: list[tuple[int, int]] = []
    report: Callable[[int, int], None] = lambda done, total: told.append((done, total))  # noqa: E731
    with container.memory_file() as out:
        container.seal(big, [age.recipient_of(OURS)], out, report)
        assert told == sorted(told)
        assert told[-1][0] == told[-1][1] > 5_000_000
        assert len(told) >= 5
        told.clear()
        container.unseal(out, OURS, report)
        assert told[-1][0] == told[-1][1] > 5_000_000
        with pytest.raises(StoppedError):
            container.unseal(out, OURS, stop)
    with container.memory_file() as out, pytest.raises(StoppedError):
        container.seal(big, [age.recipient_of(OURS)], out, stop)


def test_no_plaintext_and_no_descriptor_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = open_files()
    opened(sealed())
    with contextlib.suppress(Failure):
        opened(WHOLE[:-1])
    assert open_files() == before
    assert not list(tmp_path.iterdir())
