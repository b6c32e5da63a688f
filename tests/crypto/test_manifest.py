"""A manifest reads back as it was written, and nothing else passes for one."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import canonical, manifest
from tui.crypto.manifest import (
    Addressee,
    App,
    Basis,
    Checkpoint,
    Counts,
    Custody,
    Manifest,
    PayloadFile,
    Sender,
    SliceMark,
)
from tui.faults import Failure, Fault

OURS, THEIRS, PERSON = "a1" * 16, "b2" * 16, "c3" * 16
HASH, OTHER_HASH = "0f" * 32, "1e" * 32
REPORT = Manifest(
    bundle_id="abcdefghijkl2345",
    sender=Sender(OURS, "计算机学院教工党支部", "0123456789ABCDEF", PERSON),
    to=(Addressee(THEIRS, HASH),),
    recipients=(HASH,),
    seq=7,
    prev=OTHER_HASH,
    created="2026-11-20T12:00:00+08:00",
    expires="2027-05-19T12:00:00+08:00",
    basis=Basis(schema_version=1),
    counts=Counts(records=12, forwarded=0),
    checkpoint=Checkpoint(OURS, 41, OTHER_HASH),
    custody=Custody("small", 1, HASH),
    app=App("paicha", "0.1.0"),
    payload=(PayloadFile("payload/records.jsonl.gz", 1234, HASH, "application/gzip"),),
    slices=(SliceMark(OURS, generation=1, version=41, members=3),),
)
RAW = REPORT.encode()


def fault_of(raw: bytes) -> Fault:
    with pytest.raises(Failure) as raised:
        manifest.decode(raw)
    return raised.value.fault


def outcome(raw: bytes) -> bytes | Fault:
    """What the bytes are read as, written again; or why they are not read."""
    try:
        return manifest.decode(raw).encode()
    except Failure as failure:
        return failure.fault


def edited(path: str, value: Any) -> bytes:
    """The manifest with one field (``a.b.0.c``) set to another value."""
    whole = json.loads(RAW)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = whole
    for step in way:
        place = place[step]
    place[last] = value
    return canonical.encode(whole)


def test_a_manifest_reads_back() -> None:
    assert manifest.decode(RAW) == REPORT
    assert REPORT.encode() == RAW


def test_its_fields_are_those_of_the_specification() -> None:
    value = json.loads(RAW)
    assert (value["format"], value["suite"], value["kind"], value["acks"]) == ("dyb/1", "intl-1", "report", [])
    assert value["from"] == {
        "org": OURS,
        "unit_name": "计算机学院教工党支部",
        "key": "0123456789ABCDEF",
        "operator": PERSON,
    }
    assert value["to"] == [{"org": THEIRS, "key_sha256": HASH}]
    assert value["stream"] == REPORT.stream == f"{OURS}>{THEIRS}/report"
    assert value["slices"] == [{"org": OURS, "generation": 1, "version": 41, "members": 3}]
    assert value["checkpoint"] == {"origin": OURS, "size": 41, "root": OTHER_HASH}


def test_the_trusted_comment_names_both_units_the_kind_the_number_and_the_bundle() -> None:
    assert REPORT.trusted_comment == f"dyb1 {OURS}>{THEIRS} report #7 abcdefghijkl2345"


def test_a_bundle_id_is_sixteen_characters_of_base32_and_new_each_time() -> None:
    ids = {manifest.new_bundle_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(replace(REPORT, bundle_id=name) for name in ids)


@pytest.mark.parametrize(
    ("path", "value"),
    [("format", "dyb/2"), ("suite", "gm-1"), ("kind", "order"), ("kind", "no-kind-yet")],
)
def test_another_format_suite_or_kind_is_not_supported(path: str, value: str) -> None:
    assert fault_of(edited(path, value)) is Fault.E08_UNSUPPORTED


MALFORMED: list[tuple[str, Any]] = [
    ("format", 1),
    ("kind", None),
    ("acks", [{"stream": "x"}]),
    ("stream", f"{THEIRS}>{OURS}/report"),
    ("bundle_id", "ABCDEFGHIJKL2345"),
    ("bundle_id", "abcdefghijkl234"),
    ("from.org", OURS.upper()),
    ("from.org", None),
    ("from.unit_name", ""),
    ("from.unit_name", "党" * 121),
    ("from.unit_name", "党支部\u202e"),
    ("from.unit_name", "党\n支部"),
    ("from.unit_name", 5),
    ("from.key", "0123456789abcdef"),
    ("from.operator", "王芳"),
    ("from.telephone", "1"),
    ("to", []),
    ("to", [{"org": THEIRS, "key_sha256": HASH}, {"org": PERSON, "key_sha256": HASH}]),
    ("to", {"org": THEIRS, "key_sha256": HASH}),
    ("to.0.org", OURS),
    ("to.0.key_sha256", OTHER_HASH),
    ("recipients", []),
    ("recipients", [HASH, HASH]),
    ("recipients", [OTHER_HASH, HASH]),
    ("recipients", HASH),
    ("recipients", None),
    ("seq", 0),
    ("seq", True),
    ("seq", "7"),
    ("seq", 1),
    ("prev", "0" * 64),
    ("prev", "f" * 63),
    ("created", "2026-11-20T12:00:00"),
    ("created", "2026-11-20 12:00:00+08:00"),
    ("created", "2026-11-20T12:00:00.5+08:00"),
    ("created", "2026-02-30T12:00:00+08:00"),
    ("created", 20261120),
    ("expires", "2026-11-19T12:00:00+08:00"),
    ("basis", {}),
    ("basis.schema_version", 0),
    ("basis.trust_version", 1),
    ("counts", [12, 0]),
    ("counts.records", -1),
    ("counts.forwarded", None),
    ("checkpoint.origin", THEIRS),
    ("checkpoint.size", 0),
    ("checkpoint.root", ""),
    ("app.name", "Pai Cha"),
    ("app.version", ""),
    ("payload.0.path", "payload/../etc"),
    ("payload.0.path", "manifest.json"),
    ("payload.0.size", -1),
    ("payload.0.sha256", HASH.upper()),
    ("payload.0.media", "application"),
    ("payload", None),
    ("slices.0.generation", 0),
    ("slices.0.version", 0),
    ("slices.0.members", -1),
    ("slices.0.org", "x"),
    ("slices.0.name", "x"),
    ("priority", "urgent"),
]


@pytest.mark.parametrize(("path", "value"), MALFORMED, ids=lambda value: str(value)[:30])
def test_no_field_may_be_other_than_described(path: str, value: Any) -> None:
    assert fault_of(edited(path, value)) is Fault.E07_BAD_MANIFEST


@pytest.mark.parametrize("name", json.loads(RAW))
def test_no_field_may_be_missing(name: str) -> None:
    value = json.loads(RAW)
    del value[name]
    assert fault_of(canonical.encode(value)) is Fault.E07_BAD_MANIFEST


def test_nothing_may_be_named_twice() -> None:
    file, mark = json.loads(RAW)["payload"][0], json.loads(RAW)["slices"][0]
    assert fault_of(edited("payload", [file, file | {"size": 1}])) is Fault.E07_BAD_MANIFEST
    assert fault_of(edited("slices", [mark, mark | {"version": 42}])) is Fault.E07_BAD_MANIFEST


def test_the_first_of_a_stream_has_no_predecessor() -> None:
    first = replace(REPORT, seq=1, prev=manifest.FIRST_PREV)
    assert manifest.decode(first.encode()) == first


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b"{}", b'"x"', b"7", b"[" * 100_000, RAW + b" ", RAW[:-1], b"\xff"]
)
def test_other_texts_are_no_manifests(raw: bytes) -> None:
    assert fault_of(raw) is Fault.E07_BAD_MANIFEST


def test_only_the_canonical_spelling_is_read() -> None:
    assert fault_of(json.dumps(json.loads(RAW), ensure_ascii=False).encode()) is Fault.E07_BAD_MANIFEST
    assert fault_of(RAW.replace("计".encode(), b"\\u8ba1")) is Fault.E07_BAD_MANIFEST


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2**53 - 1)
    | st.text(max_size=5)
    | st.sampled_from([OURS, HASH, "report"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(json.loads(RAW))), _JSON)
def test_any_other_value_in_any_field_is_refused_or_the_same(name: str, value: Any) -> None:
    try:
        raw = edited(name, value)
    except ValueError:
        return  # text that is not in Unicode NFC has no canonical form
    assert outcome(raw) in (raw, Fault.E07_BAD_MANIFEST, Fault.E08_UNSUPPORTED)


@given(st.integers(0, len(RAW) * 8 - 1))
def test_a_flipped_bit_is_seen(bit: int) -> None:
    altered = bytearray(RAW)
    altered[bit // 8] ^= 1 << bit % 8
    assert outcome(bytes(altered)) in (bytes(altered), Fault.E07_BAD_MANIFEST, Fault.E08_UNSUPPORTED)
