"""The archive inside a bundle: ours reads back and unpacks with tar; nothing but plain files gets in."""

import io
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import ustar

Members = list[tuple[str, bytes]]
names = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="/"), min_size=1, max_size=100)


def archive(members: Members) -> bytes:
    out = io.BytesIO()
    for name, content in members:
        ustar.write(name, content, out)
    ustar.finish(out)
    return out.getvalue()


def members(raw: bytes) -> Members:
    return list(ustar.read(io.BytesIO(raw), len(raw)))


def foreign(*, form: int = tarfile.USTAR_FORMAT, content: bytes = b"text", **fields: object) -> bytes:
    """An archive of one member made by the standard library, plain but for the fields given."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        member = tarfile.TarInfo("payload/a")
        for field, value in {"mode": 0o600, "size": len(content), **fields}.items():
            setattr(member, field, value)
        tar.addfile(member, io.BytesIO(content))
    return out.getvalue()


@given(st.lists(st.tuples(names, st.binary(max_size=1100)), max_size=5))
def test_members_read_back_in_order(written: Members) -> None:
    raw = archive(written)
    assert members(raw) == written
    assert archive(written) == raw


def test_the_standard_library_reads_ours_and_we_its_plain_files() -> None:
    with tarfile.open(fileobj=io.BytesIO(archive([("payload/a", b"text")]))) as tar:
        member = tar.getmembers()[0]
        assert (member.name, member.mode, member.mtime, member.uid, member.gid) == (
            "payload/a",
            0o600,
            0,
            0,
            0,
        )
        assert member.isreg()
    assert members(foreign()) == [("payload/a", b"text")]


@pytest.mark.skipif(shutil.which("tar") is None, reason="the tar command is not installed")
def test_the_tar_command_unpacks_ours(tmp_path: Path) -> None:
    raw = archive([("manifest.json", b"{}"), ("payload/a.gz", bytes(range(256)) * 5)])
    subprocess.run(["tar", "x"], input=raw, cwd=tmp_path, check=True)
    assert (tmp_path / "manifest.json").read_bytes() == b"{}"
    assert (tmp_path / "payload/a.gz").read_bytes() == bytes(range(256)) * 5
    assert (tmp_path / "manifest.json").stat().st_mode & 0o777 == 0o600


ATTACKS: dict[str, bytes] = {
    "symbolic link": foreign(type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "hard link": foreign(type=tarfile.LNKTYPE, linkname="payload/b"),
    "character device": foreign(type=tarfile.CHRTYPE, content=b""),
    "block device": foreign(type=tarfile.BLKTYPE, content=b""),
    "pipe": foreign(type=tarfile.FIFOTYPE, content=b""),
    "directory": foreign(type=tarfile.DIRTYPE, content=b""),
    "contiguous file": foreign(type=tarfile.CONTTYPE),
    "sparse file": foreign(type=tarfile.GNUTYPE_SPARSE),
    "old type": foreign(type=tarfile.AREGTYPE),
    "set-uid": foreign(mode=0o4600),
    "readable by others": foreign(mode=0o644),
    "owner": foreign(uid=1000),
    "group": foreign(gid=1000),
    "owner's name": foreign(uname="root"),
    "time": foreign(mtime=1),
    "link name on a file": foreign(linkname="x"),
    "long name in a prefix": foreign(name="payload/" + "a" * 90 + "/b" * 20),
    "long name of GNU": foreign(name="a" * 101, form=tarfile.GNU_FORMAT),
    "GNU header": foreign(form=tarfile.GNU_FORMAT),
    "extended header": foreign(name="名册", form=tarfile.PAX_FORMAT),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_anything_but_a_plain_file_is_refused(attack: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        members(ATTACKS[attack])


def _with_header(header: Callable[[bytearray], object]) -> bytes:
    raw = bytearray(archive([("payload/a", b"text")]))
    header(raw)
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    return bytes(raw)


HEADERS: dict[str, Callable[[bytearray], object]] = {
    "hidden behind a zero in the name": lambda h: h.__setitem__(slice(10, 12), b"xy"),
    "negative size": lambda h: h.__setitem__(slice(124, 136), b"\xff" * 12),
    "size in base 256": lambda h: h.__setitem__(slice(124, 136), b"\x80" + bytes(10) + b"\x04"),
    "huge size": lambda h: h.__setitem__(slice(124, 136), b"77777777777\0"),
    "size with spaces": lambda h: h.__setitem__(slice(124, 136), b"          4\0"),
    "device numbers": lambda h: h.__setitem__(slice(329, 337), b"0000001\0"),
    "rubbish behind the fields": lambda h: h.__setitem__(slice(505, 508), b"abc"),
    "another magic": lambda h: h.__setitem__(slice(257, 265), b"ustar  \0"),
    "name that is not ASCII": lambda h: h.__setitem__(slice(8, 9), b"\xe5"),
    "no name": lambda h: h.__setitem__(slice(0, 9), bytes(9)),
}


@pytest.mark.parametrize("header", HEADERS)
def test_another_spelling_of_a_header_is_refused(header: str) -> None:
    assert members(_with_header(lambda _: None)) == [("payload/a", b"text")]
    with pytest.raises(ValueError, match=r"."):
        members(_with_header(HEADERS[header]))


WHOLE = archive([("payload/a", b"text")])
ENDS = {
    "empty": b"",
    "no end": WHOLE[:1024],
    "one block of end": WHOLE[:-512],
    "cut within the end": WHOLE[:-1],
    "cut within content": WHOLE[:514],
    "cut within a header": WHOLE[:100],
    "a byte more": WHOLE + b"\0",
    "rubbish after the end": WHOLE + b"x" * 512,
    "another archive": WHOLE + WHOLE,
    "more zeros than a record": WHOLE + bytes(512 * 20),
    "padding that says something": WHOLE[:516] + b"x" + WHOLE[517:],
    "wrong checksum": b"q" + WHOLE[1:],
}


@pytest.mark.parametrize("end", ENDS)
def test_an_archive_that_does_not_end_properly_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        members(ENDS[end])


def test_a_size_beyond_the_archive_is_never_asked_for() -> None:
    class Counted(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size <= len(raw)
            return super().read(size)

    raw = _with_header(HEADERS["huge size"])
    with pytest.raises(ValueError, match="cut short"):
        list(ustar.read(Counted(raw), len(raw)))


@given(st.integers(0, 512 * 8 - 1))
def test_no_flipped_bit_of_a_header_passes(bit: int) -> None:
    altered = bytearray(WHOLE)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ValueError, match=r"."):
        members(bytes(altered))


@given(st.binary(max_size=3000))
def test_arbitrary_bytes_are_refused_in_order(raw: bytes) -> None:
    try:
        assert members(raw) == []
    except ValueError:
        assert raw.strip(b"\0") or not raw or len(raw) % 512 or not 1024 <= len(raw) <= 21 * 512


@pytest.mark.parametrize("name", ["a" * 101, "名册"])
def test_a_name_that_has_no_one_form_is_not_written(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ustar.write(name, b"", io.BytesIO())
