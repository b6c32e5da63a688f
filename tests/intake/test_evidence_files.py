"""What is taken from a stick as evidence, and what is not: told by content, bounded, no links, no special files."""

import os
from pathlib import Path

import pytest
from attachments import EXCEL, WORD, document, picture
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.faults import Failure, Fault
from tui.intake import media
from tui.intake.evidence import as_text, media_of, read_attachment
from tui.rules.evidence import LARGEST, LONGEST_NAME, Media


def fault_of(path: Path) -> Fault:
    with pytest.raises(Failure) as failure:
        read_attachment(path)
    return failure.value.fault


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (picture("PDF"), Media.PDF),
        (picture("JPEG"), Media.JPEG),
        (picture("PNG"), Media.PNG),
        (picture("TIFF"), Media.TIFF),
        ("回执收到。\r\n".encode(), Media.TEXT),
        ("回执收到。".encode("gb18030"), Media.TEXT),
        ("回执收到。".encode("utf-16"), Media.TEXT),
        (document(*WORD), Media.DOCX),
        (document(*EXCEL), Media.XLSX),
    ],
)
def test_a_kind_is_told_by_content_whatever_the_name(tmp_path: Path, content: bytes, found: Media) -> None:
    path = tmp_path / "回执.exe"
    path.write_bytes(content)
    taken = read_attachment(path)
    assert (taken.media, taken.content, taken.name) == (found, content, "回执.exe")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"\x7fELF\x02\x01\x01\0" + bytes(100),
        b"MZ\x90\0\x03\0\0\0",
        b"GIF89a" + bytes(20),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
        b"Rar!\x1a\x07\x01\0",
        b"\xff\xfe\xff",
        b"text\x1b]0;title\x07",
        document("a.txt"),
        document(*WORD, *EXCEL),
        document(*WORD, "word/vbaProject.bin"),
        document(*WORD)[:-30],
        b"PK\x03\x04" + bytes(50),
    ],
)
def test_anything_else_is_refused_and_says_what_is_taken(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert fault_of(path) is Fault.EVIDENCE_KIND


def test_a_directory_of_parts_that_lies_is_no_document() -> None:
    real = bytearray(document(*WORD))
    end = real.rfind(b"PK\x05\x06")
    for place, value in ((end + 10, b"\xff\xff"), (end + 16, b"\xff\xff\xff\x7f"), (end + 12, b"\xff\xff\xff\x7f")):
        lying = bytearray(real)
        lying[place : place + len(value)] = value
        assert media_of(bytes(lying)) is None


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_telling_fail(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", document(*WORD)[:60]):
        media_of(start + content)
    text = as_text(content)
    assert text is None or "\0" not in text


def test_the_limit_is_the_one_that_the_sentence_names(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * LARGEST)
    assert len(read_attachment(path).content) == LARGEST
    path.write_bytes(b"a" * (LARGEST + 1))
    assert fault_of(path) is Fault.EVIDENCE_TOO_LARGE
    assert f"{LARGEST // 2**20}MB" in Fault.EVIDENCE_TOO_LARGE.sentence


def test_links_folders_and_special_files_are_not_followed_or_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文本")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert fault_of(tmp_path / "link.txt") is Fault.EVIDENCE_KIND
    for name in ("pipe.txt", ".", "absent.txt"):
        assert fault_of(tmp_path / name) is Fault.E01_MEDIA_READ


def test_a_file_that_has_more_than_it_said_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 10)
    real = os.read
    monkeypatch.setattr(media.os, "read", lambda fd, size: real(fd, size) or b"b" * 2**20)
    assert fault_of(path) is Fault.E01_MEDIA_READ


def test_a_hostile_name_is_cleaned_and_cut(tmp_path: Path) -> None:
    path = tmp_path / ("\x1b[2J\u202e" + "长" * 70 + ".txt")
    path.write_text("文本")
    name = read_attachment(path).name
    assert "\x1b" not in name
    assert "\u202e" not in name
    assert name.startswith("[2J长")
    assert len(name) <= LONGEST_NAME
