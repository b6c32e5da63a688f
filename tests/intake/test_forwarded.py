"""What a report forwards is verified as if it had come by itself; whatever is wrong with it refuses the whole."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from compared import enrol_below, refused
from offices import (
    DEPARTMENT,
    change,
    deliver,
    enrol,
    introduce,
    judge,
    look,
    repacked,
    resealed,
    seal,
    unsealed,
)
from vaults import BRANCH, COMMITTEE, founded, opened

from exports.bundles.report import Sealed
from tui.crypto import canonical, keycard, lines, manifest, unitkeys, vouching
from tui.faults import Fault
from tui.intake.bundles import open_bundle
from tui.rules.checks import Verdict
from tui.store.commands.cards import accept_card
from tui.store.commands.reports import apply_report
from tui.store.queries.cards import Relation, own_card
from tui.store.vault import Vault

Payload = list[tuple[str, bytes]]
CARD, MANIFEST, SIGNATURE, RECORDS = range(1, 5)


STRANGER = unitkeys.new_signing_key()
ELSEWHERE = "e5" * 16
"""A unit that nobody knows."""


class Way(NamedTuple):
    """A branch, its committee and the department; the committee's report forwards the branch's."""

    branch: Vault
    committee: Vault
    department: Vault
    sealed: Sealed


def exchange(folder: Path) -> Way:
    places = (BRANCH, COMMITTEE, DEPARTMENT)
    branch, committee, department = (opened(founded(folder / place.code, place)) for place in places)
    introduce(branch, committee)
    introduce(committee, department)
    enrol(branch, "张三")
    judge(branch, Verdict.CLEAR, 1)
    deliver(seal(branch, folder / "usb").path, committee)
    return Way(branch, committee, department, seal(committee, folder / "usb"))


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    """One for all tests in which the department refuses the report, and so stays as it is."""
    way = exchange(tmp_path_factory.mktemp("way"))
    yield way
    for vault in way[:3]:
        vault.close()


@pytest.fixture
def own_way(tmp_path: Path) -> Iterator[Way]:
    """One for a test in which the department accepts something."""
    way = exchange(tmp_path)
    yield way
    for vault in way[:3]:
        vault.close()


def fault_of(way: Way, payload_with: Callable[[Payload], None], **options: Any) -> Fault:
    """Why the department refuses the committee's report with another payload, opened or applied."""
    path = repacked(way.sealed, way.committee, way.department, payload_with, **options)
    return refused(lambda: deliver(path, way.department), way.department).fault


def put(place: int, content: bytes) -> Callable[[Payload], None]:
    """Another content in one of the payload's files."""

    def change_it(payload: Payload) -> None:
        payload[place] = (payload[place][0], content)

    return change_it


def content(way: Way, place: int) -> bytes:
    return unsealed(way.sealed.path, way.department).parcel.payload[place][1]


def card_with(way: Way, **fields: str) -> bytes:
    return vouching.encode(replace(vouching.decode(content(way, CARD)), **fields))


def uuid(vault: Vault) -> str:
    return str(look(vault, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")[0])


def counting(number: int) -> Callable[[dict[str, Any]], None]:
    return lambda value: value["counts"].update(forwarded=number)


def test_the_sound_report_is_applied(own_way: Way) -> None:
    checked = open_bundle(own_way.sealed.path, own_way.department)
    assert (checked.forwarded, checked.forwarded_members) == (1, 1)
    assert deliver(own_way.sealed.path, own_way.department).forwarded == 1


@pytest.mark.parametrize("place", [CARD, MANIFEST, SIGNATURE, RECORDS])
def test_a_file_that_the_forwarding_unit_did_not_sign(way: Way, place: int) -> None:
    """Exchanged after sealing: the outer manifest does not name it."""
    parcel = unsealed(way.sealed.path, way.department).parcel
    payload = list(parcel.payload)
    payload[place] = (payload[place][0], payload[place][1] + b" ")
    path = resealed(replace(parcel, payload=tuple(payload)), way.sealed.path.with_suffix(".x"), way.department)
    assert refused(lambda: deliver(path, way.department), way.department).fault is Fault.E22_PAYLOAD_MISMATCH


def test_a_manifest_that_its_sender_did_not_sign(way: Way) -> None:
    altered = content(way, MANIFEST).replace(b'"seq":1', b'"seq":2')
    assert fault_of(way, put(MANIFEST, altered)) is Fault.E12_BAD_SIGNATURE


def test_a_signature_that_is_none(way: Way) -> None:
    assert fault_of(way, put(SIGNATURE, b"nothing")) is Fault.E12_BAD_SIGNATURE


def test_a_manifest_that_the_forwarding_unit_signed_itself(way: Way) -> None:
    raw = content(way, MANIFEST)
    comment = manifest.decode(raw).trusted_comment
    signature = unitkeys.sign_manifest(way.committee.signing_secret(), raw, comment)
    assert fault_of(way, put(SIGNATURE, signature)) is Fault.E12_BAD_SIGNATURE


def test_a_key_vouched_for_that_is_not_the_one_known(own_way: Way) -> None:
    """Once a unit's key is known, whoever forwards cannot put another in its place."""
    deliver(own_way.sealed.path, own_way.department)
    enrol(own_way.branch, "李四")
    again = own_way._replace(sealed=seal(own_way.committee, own_way.sealed.path.parent))
    secret = STRANGER
    public = unitkeys.signing_public(secret)

    def in_anothers_hand(payload: Payload) -> None:
        value = json.loads(payload[MANIFEST][1])
        value["from"]["key"] = unitkeys.key_id(public)
        value |= {"seq": 2, "prev": "f" * 64}
        raw = canonical.encode(value)
        signature = unitkeys.sign_manifest(secret, raw, manifest.decode(raw).trusted_comment)
        for place, new in ((CARD, card_with(again, signing=public)), (MANIFEST, raw), (SIGNATURE, signature)):
            put(place, new)(payload)

    assert fault_of(again, in_anothers_hand) is Fault.E12_BAD_SIGNATURE


def test_records_that_are_not_those_its_sender_signed(way: Way) -> None:
    rows = list(lines.unpack(content(way, RECORDS)))
    other = lines.pack(lambda: [row.replace("张三".encode(), "张四".encode()) for row in rows])
    assert fault_of(way, put(RECORDS, other)) is Fault.E22_PAYLOAD_MISMATCH


def test_records_that_are_signed_but_malformed(way: Way) -> None:
    """The branch's own program is broken."""
    packed = lines.pack(
        lambda: [row.replace(b'"in_branch"', b'"at_sea"') for row in lines.unpack(content(way, RECORDS))]
    )

    def broken(payload: Payload) -> None:
        value = json.loads(payload[MANIFEST][1])
        value["payload"][0] |= {"size": len(packed), "sha256": manifest.digest(packed)}
        raw = canonical.encode(value)
        comment = manifest.decode(raw).trusted_comment
        put(MANIFEST, raw)(payload)
        put(SIGNATURE, unitkeys.sign_manifest(way.branch.signing_secret(), raw, comment))(payload)
        put(RECORDS, packed)(payload)

    assert fault_of(way, broken) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"unit":"x"}'])
def test_a_card_that_is_none(way: Way, raw: bytes) -> None:
    assert fault_of(way, put(CARD, raw)) is Fault.E22_PAYLOAD_MISMATCH


def test_a_card_with_one_field_more(way: Way) -> None:
    value = json.loads(content(way, CARD)) | {"telephone": "1"}
    assert fault_of(way, put(CARD, canonical.encode(value))) is Fault.E22_PAYLOAD_MISMATCH


def test_a_report_that_was_meant_for_somebody_else(way: Way) -> None:
    """The branch's report to another unit, in the hands of the committee."""

    def readdressed(payload: Payload) -> None:
        value = json.loads(payload[MANIFEST][1])
        value["to"][0]["org"] = ELSEWHERE
        value["stream"] = f"{uuid(way.branch)}>{ELSEWHERE}/report"
        raw = canonical.encode(value)
        comment = manifest.decode(raw).trusted_comment
        put(MANIFEST, raw)(payload)
        put(SIGNATURE, unitkeys.sign_manifest(way.branch.signing_secret(), raw, comment))(payload)

    assert fault_of(way, readdressed) is Fault.E14_FORWARDED


def test_one_unit_twice(way: Way) -> None:
    def twice(payload: Payload) -> None:
        payload += [(name.replace("0001", "0002"), content) for name, content in payload[1:5]]

    assert fault_of(way, twice, manifest_with=counting(2)) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize("number", [0, 2])
def test_other_files_than_the_manifest_counts(way: Way, number: int) -> None:
    assert fault_of(way, lambda payload: None, manifest_with=counting(number)) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize("place", [CARD, MANIFEST, SIGNATURE, RECORDS])
def test_one_of_the_four_files_is_missing(way: Way, place: int) -> None:
    def drop(payload: Payload) -> None:
        del payload[place]

    assert fault_of(way, drop) is Fault.E22_PAYLOAD_MISMATCH


def test_files_of_another_name(way: Way) -> None:
    def rename(payload: Payload) -> None:
        payload[CARD] = ("payload/forwarded/0001/key.json", payload[CARD][1])

    assert fault_of(way, rename) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize("whose", ["nobody", "department", "branch"])
def test_a_unit_that_does_not_hang_below_the_forwarding_unit(way: Way, whose: str) -> None:
    parents = {"nobody": ELSEWHERE, "department": uuid(way.department), "branch": uuid(way.branch)}
    assert fault_of(way, put(CARD, card_with(way, parent=parents[whose]))) is Fault.E24_CONFLICTS


def test_a_known_unit_that_hangs_elsewhere(own_way: Way) -> None:
    """The department has accepted the branch as one right below itself."""
    card = own_card(own_way.branch)
    read = keycard.fingerprint(card)
    own_way.department.write(accept_card, card, relation=Relation.SUBORDINATE, fingerprint_read=read).result()
    assert fault_of(own_way, lambda payload: None) is Fault.E24_CONFLICTS


def test_another_report_with_a_number_that_was_received(own_way: Way) -> None:
    deliver(own_way.sealed.path, own_way.department)
    again = own_way._replace(sealed=seal(own_way.committee, own_way.sealed.path.parent))

    def another(payload: Payload) -> None:
        value = json.loads(payload[MANIFEST][1]) | {"bundle_id": manifest.new_bundle_id()}
        raw = canonical.encode(value)
        comment = manifest.decode(raw).trusted_comment
        put(MANIFEST, raw)(payload)
        put(SIGNATURE, unitkeys.sign_manifest(own_way.branch.signing_secret(), raw, comment))(payload)

    assert fault_of(again, another) is Fault.E18_FORK


def test_a_member_of_the_forwarding_units_own_slices(own_way: Way, tmp_path: Path) -> None:
    """The branch claims in its report a member whom the committee keeps."""
    enrol_below(own_way.committee, "李四")
    deliver(seal(own_way.committee, tmp_path / "usb").path, own_way.department)
    change(
        own_way.branch,
        "UPDATE member SET uuid = ?",
        look(own_way.committee, "SELECT uuid FROM member WHERE name = '李四'")[0],
    )
    sealed = seal(own_way.branch, tmp_path / "usb")
    change(own_way.committee, "DELETE FROM member_name WHERE rowid IN (SELECT id FROM member WHERE name = '李四')")
    parcel = unsealed(sealed.path, own_way.committee).parcel
    again = own_way._replace(sealed=seal(own_way.committee, tmp_path / "usb"))

    def newer(payload: Payload) -> None:
        for place, new in ((MANIFEST, parcel.manifest), (SIGNATURE, parcel.signature), (RECORDS, parcel.payload[0][1])):
            put(place, new)(payload)

    assert fault_of(again, newer) is Fault.E24_CONFLICTS


def test_what_was_checked_is_applied_and_nothing_twice(own_way: Way) -> None:
    report = open_bundle(own_way.sealed.path, own_way.department).report
    own_way.department.write(apply_report, report).result()
    assert look(own_way.department, "SELECT count(*), count(DISTINCT stream) FROM received") == [(2, 2)]
    failure = refused(lambda: own_way.department.write(apply_report, report).result(), own_way.department)
    assert failure.fault is Fault.E15_DUPLICATE
