"""A manifest's signature, ours and that of the standard minisign command, in both directions."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minisign import SecretKey

from tui.crypto import unitkeys
from tui.faults import Failure, Fault

SECRET = unitkeys.new_signing_key()
PUBLIC = unitkeys.signing_public(SECRET)
MANIFEST = '{"format":"dyb/1","name":"机关党支部"}'.encode()
COMMENT = "dyb1 001002003>001002 report #7 abcdefghijklmnop"
SIGNATURE = unitkeys.sign_manifest(SECRET, MANIFEST, COMMENT)

needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="the minisign command is not installed")


def refused(manifest: bytes = MANIFEST, signature: bytes = SIGNATURE, public: str = PUBLIC) -> bool:
    with pytest.raises(Failure) as raised:
        unitkeys.verify_manifest(public, manifest, signature)
    return raised.value.fault is Fault.E12_BAD_SIGNATURE


def minisign(folder: Path, *arguments: str) -> str:
    return subprocess.run(["minisign", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_the_trusted_comment_comes_back() -> None:
    assert unitkeys.verify_manifest(PUBLIC, MANIFEST, SIGNATURE) == COMMENT


@given(st.binary(max_size=300), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=100))
def test_any_manifest_and_printable_comment_verify(manifest: bytes, comment: str) -> None:
    signature = unitkeys.sign_manifest(SECRET, manifest, comment)
    assert unitkeys.verify_manifest(PUBLIC, manifest, signature) == comment


@needs_minisign
def test_the_minisign_command_verifies_our_signature(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(MANIFEST)
    (tmp_path / "manifest.json.minisig").write_bytes(SIGNATURE)
    said = minisign(tmp_path, "-V", "-H", "-P", PUBLIC, "-m", "manifest.json")
    assert "Signature and comment signature verified" in said
    assert COMMENT in said


@needs_minisign
def test_we_verify_what_the_minisign_command_signs_with_our_secret(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(MANIFEST)
    (tmp_path / "sign.key").write_bytes(SECRET)
    minisign(tmp_path, "-S", "-s", "sign.key", "-m", "manifest.json", "-t", COMMENT)
    signature = (tmp_path / "manifest.json.minisig").read_bytes()
    assert unitkeys.verify_manifest(PUBLIC, MANIFEST, signature) == COMMENT


@needs_minisign
def test_key_ids_are_those_that_the_minisign_command_prints(tmp_path: Path) -> None:
    (tmp_path / "sign.key").write_bytes(SECRET)
    minisign(tmp_path, "-R", "-s", "sign.key", "-p", "sign.pub")
    comment, public = (tmp_path / "sign.pub").read_text().splitlines()
    assert public == PUBLIC
    assert comment.split()[-1] == unitkeys.key_id(PUBLIC).lstrip("0")
    assert len(unitkeys.key_id(PUBLIC)) == 16
    assert unitkeys.signer_id(SIGNATURE) == unitkeys.key_id(PUBLIC)


@given(st.integers(0, len(SIGNATURE) * 8 - 1))
def test_no_flipped_bit_of_a_signature_passes_unless_it_is_the_untrusted_comment(bit: int) -> None:
    altered = bytearray(SIGNATURE)
    altered[bit // 8] ^= 1 << bit % 8
    try:
        comment = unitkeys.verify_manifest(PUBLIC, MANIFEST, bytes(altered))
    except Failure as failure:
        fault = failure.fault
    else:
        assert comment == COMMENT
        assert len(b"untrusted comment: ") <= bit // 8 < SIGNATURE.index(b"\n")
        return
    assert fault is Fault.E12_BAD_SIGNATURE


def test_another_manifest_or_key_is_refused() -> None:
    assert refused(manifest=MANIFEST + b" ")
    assert refused(public=unitkeys.signing_public(unitkeys.new_signing_key()))
    assert refused(public="RWQ")
    assert refused(public="机关")


def test_another_key_with_the_same_id_is_refused() -> None:
    theirs = base64.b64decode(unitkeys.signing_public(unitkeys.new_signing_key()))
    ours = base64.b64decode(PUBLIC)
    assert refused(public=base64.b64encode(ours[:10] + theirs[10:]).decode())


def test_the_legacy_kind_that_is_not_prehashed_is_refused() -> None:
    legacy = SecretKey.from_bytes(SECRET).sign(MANIFEST, prehash=False, trusted_comment=COMMENT)
    assert refused(signature=bytes(legacy) + b"\n")


@pytest.mark.parametrize("comment", ["报表", "a\x1b[2Jb", "caf\u00e9", "a\tb"])
def test_a_comment_that_is_not_printable_ascii_is_refused(comment: str) -> None:
    untrusted = SIGNATURE.replace(b"signature from minisign secret key", comment.encode())
    assert untrusted != SIGNATURE
    assert refused(signature=untrusted)
    trusted = SIGNATURE.replace(COMMENT.encode(), comment.encode())
    assert trusted != SIGNATURE
    assert refused(signature=trusted)


@pytest.mark.parametrize("comment", ["报表", "two\nlines", "\x1b", "x" * 9000])
def test_we_do_not_sign_such_a_comment(comment: str) -> None:
    with pytest.raises(ValueError, match="comment"):
        unitkeys.sign_manifest(SECRET, MANIFEST, comment)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"\xff" * 50,
        SIGNATURE[:-1],
        SIGNATURE + b"\n",
        SIGNATURE.replace(b"\n", b"\r\n"),
        b"\n".join([b"a"] * 4),
    ],
)
def test_other_spellings_and_rubbish_are_refused(signature: bytes) -> None:
    assert refused(signature=signature)
    with pytest.raises(Failure) as raised:
        unitkeys.signer_id(signature)
    assert raised.value.fault is Fault.E12_BAD_SIGNATURE


@pytest.mark.parametrize(
    "public",
    ["", "RWQ=", PUBLIC + "\n", PUBLIC[:-2], "RU" + PUBLIC[2:], "机关"],
    ids=["nothing", "padding", "newline", "cut", "algorithm", "words"],
)
def test_only_the_one_spelling_of_a_public_key_has_an_id(public: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unitkeys.key_id(public)


def test_a_receiving_key_is_an_age_identity() -> None:
    identity = unitkeys.new_receiving_key()
    assert identity.startswith("AGE-SECRET-KEY-1")
    assert unitkeys.receiving_public(identity).startswith("age1")
