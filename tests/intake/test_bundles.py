"""Opening a bundle: every way in which it can be wrong has its own fault, and none of them changes anything.

The bundles are real files that a branch has sealed for its committee, spoilt in one way each.
"""

import base64
import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from offices import (
    GENERAL_BRANCH,
    OTHER_BRANCH,
    deliver,
    dump,
    enrol,
    forged,
    introduce,
    judge,
    resealed,
    seal,
    signed_anew,
    unsealed,
)
from vaults import BRANCH, COMMITTEE, NOON, PASSPHRASE, founded, opened

from exports.bundles.report import Sealed
from tui.crypto import keycard, lines, manifest, unitkeys
from tui.crypto.container import Parcel
from tui.faults import Failure, Fault
from tui.intake.bundles import open_bundle
from tui.rules.checks import Verdict
from tui.store.commands.cards import accept_card
from tui.store.queries.cards import Relation, own_card
from tui.store.travel.records import READ_VERSIONS, SCHEMA_VERSION, MemberRecord
from tui.store.unlocking import unlock
from tui.store.vault import Vault


@dataclass(frozen=True)
class Exchange:
    """A branch, its committee, a stranger, and the branch's report number 2 (number 1 was not handed over)."""

    branch: Vault
    committee: Vault
    stranger: Vault
    sealed: Sealed
    folder: Path

    @property
    def path(self) -> Path:
        """Where a spoilt copy may lie."""
        return self.folder / "spoilt.dyb.age"


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    folder = tmp_path_factory.mktemp("exchange")
    places = (BRANCH, COMMITTEE, OTHER_BRANCH)
    branch, committee, stranger = (opened(founded(folder / place.code, place)) for place in places)
    introduce(branch, committee)
    enrol(branch, *(f"张{number:03}" for number in range(300)), birth="1980-01", idno="110101198001010010")
    judge(branch, Verdict.CLEAR, 1, 2, 3)
    seal(branch, folder / "usb")
    yield Exchange(branch, committee, stranger, seal(branch, folder / "usb"), folder)
    for vault in (branch, committee, stranger):
        vault.close()


def refused(path: Path, vault: Vault) -> Failure:
    """Why the bundle is not opened; nothing in the vault may have changed."""
    before = dump(vault)
    with pytest.raises(Failure) as raised:
        open_bundle(path, vault)
    assert dump(vault) == before
    return raised.value


def fault_of(path: Path, vault: Vault) -> Fault:
    return refused(path, vault).fault


def spoilt(exchange: Exchange, alter: Callable[[bytearray], Any]) -> Path:
    raw = bytearray(exchange.sealed.path.read_bytes())
    changed = alter(raw)
    exchange.path.write_bytes(raw if changed is None else changed)
    return exchange.path


# --- what is in order


def test_a_sound_bundle_is_opened_and_tells_what_it_is(exchange: Exchange) -> None:
    before = dump(exchange.committee)
    checked = open_bundle(exchange.sealed.path, exchange.committee)
    assert not checked.expired
    assert dump(exchange.committee) == before
    assert (checked.card.name, checked.manifest.seq, checked.manifest.sender.unit_name) == (BRANCH.unit, 2, BRANCH.unit)
    assert (checked.members, checked.records) == (300, exchange.sealed.records)
    assert [type(record).__name__ for record in checked.report.read()][:4] == [
        "CampaignRecord", "PersonRecord", "OrganizationRecord", "MemberRecord",
    ]  # fmt: skip


def test_its_records_can_be_read_again_and_again(exchange: Exchange) -> None:
    report = open_bundle(exchange.sealed.path, exchange.committee).report
    assert list(report.read()) == list(report.read())
    assert sum(isinstance(record, MemberRecord) for record in report.read()) == 300


def test_a_bundle_before_it_that_did_not_come_is_only_a_note(exchange: Exchange) -> None:
    assert open_bundle(exchange.sealed.path, exchange.committee).missing == 1


def test_a_bundle_whose_time_is_over_is_only_a_note(tmp_path: Path) -> None:
    def clock() -> datetime:
        return NOON + timedelta(days=181)

    late = unlock(founded(tmp_path / "committee", COMMITTEE, clock), PASSPHRASE, clock=clock)
    with opened(founded(tmp_path / "branch", BRANCH)) as branch, late:
        introduce(branch, late)
        assert open_bundle(seal(branch, tmp_path / "usb").path, late).expired


def test_progress_is_told_and_opening_can_be_cancelled(exchange: Exchange) -> None:
    told: list[tuple[int, int]] = []
    open_bundle(exchange.sealed.path, exchange.committee, progress=lambda *step: told.append(step))
    assert told[-1] == (300, 300)
    with pytest.raises(Failure) as raised:
        open_bundle(exchange.sealed.path, exchange.committee, cancelled=lambda: True)
    assert raised.value.fault is Fault.CANCELLED


# --- the file (E01-E04, E06)


def test_a_file_that_cannot_be_read(exchange: Exchange) -> None:
    assert fault_of(exchange.folder / "missing", exchange.committee) is Fault.E01_MEDIA_READ
    assert fault_of(exchange.folder, exchange.committee) is Fault.E01_MEDIA_READ


@pytest.mark.parametrize("content", [b"", b"age-encryption.org/v2\n", "一份名册".encode(), b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_bundle(exchange: Exchange, content: bytes) -> None:
    exchange.path.write_bytes(content)
    assert fault_of(exchange.path, exchange.committee) is Fault.E02_NOT_A_BUNDLE


def test_a_bundle_for_somebody_else(exchange: Exchange) -> None:
    assert fault_of(exchange.sealed.path, exchange.stranger) is Fault.E03_NOT_FOR_US


@pytest.mark.parametrize("part", [0.5, 0.9, 0.999])
def test_one_flipped_bit(exchange: Exchange, part: float) -> None:
    def flip(raw: bytearray) -> None:
        raw[int(len(raw) * part)] ^= 1

    assert fault_of(spoilt(exchange, flip), exchange.committee) is Fault.E04_DAMAGED


@pytest.mark.parametrize("left", [0.5, 0.99])
def test_a_bundle_cut_short(exchange: Exchange, left: float) -> None:
    path = spoilt(exchange, lambda raw: raw[: int(len(raw) * left)])
    assert fault_of(path, exchange.committee) is Fault.E04_DAMAGED


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", bytes(1024)])
def test_something_else_inside_the_encryption(exchange: Exchange, content: bytes) -> None:
    recipient = unitkeys.receiving_public(exchange.committee.receiving_identity())
    exchange.path.write_bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))
    assert fault_of(exchange.path, exchange.committee) is Fault.E06_BAD_LAYOUT


# --- the sender (E09, E12)


def test_a_sender_whose_card_was_never_accepted(exchange: Exchange, tmp_path: Path) -> None:
    """He knows us, we do not know him."""
    card = own_card(exchange.committee)
    read = keycard.fingerprint(card)
    exchange.stranger.write(accept_card, card, relation=Relation.SUPERIOR, fingerprint_read=read).result()
    assert fault_of(seal(exchange.stranger, tmp_path / "usb").path, exchange.committee) is Fault.E09_UNKNOWN_SENDER


def test_a_manifest_that_was_changed_after_it_was_signed(exchange: Exchange) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    altered = replace(parcel, manifest=parcel.manifest.replace(b'"seq":2', b'"seq":3'))
    assert fault_of(resealed(altered, exchange.path, exchange.committee), exchange.committee) is Fault.E12_BAD_SIGNATURE


def test_a_signature_by_another_key_that_claims_the_senders_id(exchange: Exchange) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    comment = manifest.decode(parcel.manifest).trusted_comment
    by_stranger = unitkeys.sign_manifest(exchange.stranger.signing_secret(), parcel.manifest, comment).splitlines()
    by_branch = parcel.signature.splitlines()
    theirs, ours = base64.b64decode(by_stranger[1]), base64.b64decode(by_branch[1])
    by_stranger[1] = base64.b64encode(ours[:10] + theirs[10:])
    forgery = replace(parcel, signature=b"\n".join(by_stranger) + b"\n")
    assert fault_of(resealed(forgery, exchange.path, exchange.committee), exchange.committee) is Fault.E12_BAD_SIGNATURE


@pytest.mark.parametrize("signature", [b"", b"untrusted comment: x\nnothing\n", b"\xff" * 200])
def test_a_signature_that_is_none(exchange: Exchange, signature: bytes) -> None:
    altered = replace(unsealed(exchange.sealed.path, exchange.committee).parcel, signature=signature)
    assert fault_of(resealed(altered, exchange.path, exchange.committee), exchange.committee) is Fault.E12_BAD_SIGNATURE


def test_a_trusted_comment_that_says_other_than_the_manifest(exchange: Exchange) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    comment = manifest.decode(parcel.manifest).trusted_comment.replace("#2", "#3")
    altered = replace(
        parcel, signature=unitkeys.sign_manifest(exchange.branch.signing_secret(), parcel.manifest, comment)
    )
    assert fault_of(resealed(altered, exchange.path, exchange.committee), exchange.committee) is Fault.E12_BAD_SIGNATURE


def test_a_known_unit_that_signs_in_the_name_of_another(exchange: Exchange) -> None:
    """The card under which the signature holds is not that of the unit that the manifest names."""

    def as_stranger(value: dict[str, Any]) -> None:
        theirs = own_card(exchange.stranger).unit
        value["from"]["org"] = value["checkpoint"]["origin"] = theirs
        value["stream"] = f"{theirs}>{value['to'][0]['org']}/report"

    path = forged(exchange.sealed, exchange.branch, exchange.committee, manifest_with=as_stranger)
    assert fault_of(path, exchange.committee) is Fault.E12_BAD_SIGNATURE


# --- the manifest (E07, E08)


def edited(**fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda value: value.update(fields)


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (edited(priority="urgent"), Fault.E07_BAD_MANIFEST),
        (edited(acks=[1]), Fault.E07_BAD_MANIFEST),
        (edited(created="yesterday"), Fault.E07_BAD_MANIFEST),
        (edited(format="dyb/2"), Fault.E08_UNSUPPORTED),
        (edited(suite="gm-1"), Fault.E08_UNSUPPORTED),
        (edited(basis={"schema_version": SCHEMA_VERSION + 1}), Fault.E08_UNSUPPORTED),
        (edited(basis={"schema_version": min(READ_VERSIONS) - 1}), Fault.E08_UNSUPPORTED),
    ],
    ids=["field", "acks", "time", "format", "suite", "newer", "older"],
)
def test_a_manifest_that_the_sender_signed_but_is_none_of_ours(
    exchange: Exchange, edit: Callable[[dict[str, Any]], None], fault: Fault
) -> None:
    path = forged(exchange.sealed, exchange.branch, exchange.committee, manifest_with=edit)
    assert fault_of(path, exchange.committee) is fault


@pytest.mark.parametrize("version", sorted(READ_VERSIONS))
def test_a_report_of_every_version_that_is_read_is_taken(exchange: Exchange, version: int) -> None:
    edit = edited(basis={"schema_version": version})
    path = forged(exchange.sealed, exchange.branch, exchange.committee, manifest_with=edit)
    assert open_bundle(path, exchange.committee).manifest.basis.schema_version == version


def test_nothing_is_parsed_before_the_signature_holds(exchange: Exchange) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    garbage = replace(parcel, manifest=b"[" * 100_000)
    assert fault_of(resealed(garbage, exchange.path, exchange.committee), exchange.committee) is Fault.E12_BAD_SIGNATURE


# --- the addressee (E14)


def test_a_bundle_that_its_receiver_has_encrypted_to_us(exchange: Exchange, tmp_path: Path) -> None:
    """The committee hands a branch's report, signed for it, on to a department that knows the branch."""
    with opened(founded(tmp_path / "other", replace(COMMITTEE, unit="软件学院党委", code="001003"))) as other:
        card = own_card(exchange.branch)
        read = keycard.fingerprint(card)
        other.write(accept_card, card, relation=Relation.SUBORDINATE, fingerprint_read=read).result()
        handed_on = resealed(unsealed(exchange.sealed.path, exchange.committee).parcel, exchange.path, other)
        assert fault_of(handed_on, other) is Fault.E14_FORWARDED


def test_a_bundle_for_us_that_was_encrypted_to_others_too(exchange: Exchange) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    path = resealed(parcel, exchange.path, exchange.committee, exchange.stranger)
    assert fault_of(path, exchange.committee) is Fault.E14_FORWARDED


def test_a_bundle_that_names_our_key_but_another_unit(exchange: Exchange) -> None:
    def other_unit(value: dict[str, Any]) -> None:
        value["to"][0]["org"] = "e5" * 16
        value["stream"] = f"{value['from']['org']}>{'e5' * 16}/report"

    path = forged(exchange.sealed, exchange.branch, exchange.committee, manifest_with=other_unit)
    assert fault_of(path, exchange.committee) is Fault.E14_FORWARDED


def test_a_bundle_that_names_our_unit_but_another_key(exchange: Exchange) -> None:
    def other_key(value: dict[str, Any]) -> None:
        value["recipients"] = ["0" * 64]
        value["to"][0]["key_sha256"] = "0" * 64

    path = forged(exchange.sealed, exchange.branch, exchange.committee, manifest_with=other_key)
    assert fault_of(path, exchange.committee) is Fault.E14_FORWARDED


# --- its place in the stream (E15, E16, E18)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Exchange]:
    """An exchange of one test's own, where bundles are applied."""
    places = (BRANCH, COMMITTEE, GENERAL_BRANCH)
    branch, committee, stranger = (opened(founded(tmp_path / place.code, place)) for place in places)
    introduce(branch, committee)
    enrol(branch, "张三")
    yield Exchange(branch, committee, stranger, seal(branch, tmp_path / "usb"), tmp_path)
    for vault in (branch, committee, stranger):
        vault.close()


def test_the_same_bundle_twice(fresh: Exchange) -> None:
    result = deliver(fresh.sealed.path, fresh.committee).sentence()
    failure = refused(fresh.sealed.path, fresh.committee)
    assert failure.fault is Fault.E15_DUPLICATE
    assert failure.details == {"received_at": "2026-11-20 12:00", "result": result}


def test_the_same_bundle_twice_with_a_newer_one_between(fresh: Exchange) -> None:
    deliver(fresh.sealed.path, fresh.committee)
    deliver(seal(fresh.branch, fresh.folder / "usb").path, fresh.committee)
    assert fault_of(fresh.sealed.path, fresh.committee) is Fault.E15_DUPLICATE


def test_a_bundle_older_than_one_received(fresh: Exchange) -> None:
    second = seal(fresh.branch, fresh.folder / "usb")
    deliver(second.path, fresh.committee)
    failure = refused(fresh.sealed.path, fresh.committee)
    assert failure.fault is Fault.E16_REPLAY_OLD
    assert failure.details == {"seq": 1, "known": 2}


def journal_with(**fields: Any) -> Callable[[dict[str, Any]], None]:
    def change(value: dict[str, Any]) -> None:
        for name, figure in fields.items():
            part = "checkpoint" if name in value["checkpoint"] else "custody"
            value[part][name] = figure

    return change


@pytest.mark.parametrize("fields", [{"size": 1}, {"generation": 1, "digest": "ab" * 32}])
def test_a_sender_whose_journal_is_shorter_or_another_than_at_the_last_report(
    fresh: Exchange, fields: dict[str, Any]
) -> None:
    deliver(fresh.sealed.path, fresh.committee)
    second = seal(fresh.branch, fresh.folder / "usb")
    path = forged(second, fresh.branch, fresh.committee, manifest_with=journal_with(**fields))
    assert fault_of(path, fresh.committee) is Fault.E23_AUDIT_FORK


def test_another_bundle_with_the_same_number(fresh: Exchange) -> None:
    deliver(fresh.sealed.path, fresh.committee)
    path = forged(fresh.sealed, fresh.branch, fresh.committee, manifest_with=edited(bundle_id=manifest.new_bundle_id()))
    failure = refused(path, fresh.committee)
    assert (failure.fault, failure.details) == (Fault.E18_FORK, {"seq": 1})


def test_a_bundle_that_follows_another_than_the_one_received(fresh: Exchange) -> None:
    deliver(fresh.sealed.path, fresh.committee)
    second = seal(fresh.branch, fresh.folder / "usb")
    path = forged(second, fresh.branch, fresh.committee, manifest_with=edited(prev="f" * 64))
    failure = refused(path, fresh.committee)
    assert (failure.fault, failure.details) == (Fault.E18_FORK, {"seq": 1})
    assert open_bundle(second.path, fresh.committee).missing == 0


def test_a_vault_that_was_copied_and_sealed_twice_is_found_out(
    fresh: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two terminals that go on from one state use the same number for different reports."""
    deliver(fresh.sealed.path, fresh.committee)
    fresh.branch.close()
    shutil.copytree(fresh.branch.folder, fresh.folder / "copy")
    with opened(fresh.branch.folder) as one:
        first = seal(one, fresh.folder / "a")
    monkeypatch.setenv("XDG_STATE_HOME", str(fresh.folder / "another machine"))
    with opened(fresh.folder / "copy") as two:
        enrol(two, "李四")
        second = seal(two, fresh.folder / "b")
    deliver(first.path, fresh.committee)
    assert fault_of(second.path, fresh.committee) is Fault.E18_FORK


# --- the payload (E06, E22)


def test_a_payload_that_was_exchanged(exchange: Exchange, tmp_path: Path) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    other = lines.pack(lambda: [json.dumps({"t": "campaign"}).encode()])
    swapped = replace(parcel, payload=((parcel.payload[0][0], other),))
    path = resealed(swapped, exchange.path, exchange.committee)
    assert fault_of(path, exchange.committee) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize("names", [(), ("payload/records.jsonl.gz", "payload/more"), ("payload/other.gz",)])
def test_payload_files_that_the_manifest_does_not_name(exchange: Exchange, names: tuple[str, ...]) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    altered = Parcel(parcel.manifest, parcel.signature, tuple((name, parcel.payload[0][1]) for name in names))
    path = resealed(altered, exchange.path, exchange.committee)
    assert fault_of(path, exchange.committee) is Fault.E22_PAYLOAD_MISMATCH


def test_payload_files_that_no_report_has(exchange: Exchange) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    value = json.loads(parcel.manifest)
    more = {"path": "payload/run.sh", "size": 2, "sha256": manifest.digest(b"x\n"), "media": "text/x-sh"}
    value["payload"].append(more)
    payload = (*parcel.payload, ("payload/run.sh", b"x\n"))
    path = signed_anew(value, payload, exchange.branch, exchange.committee, exchange.path)
    assert fault_of(path, exchange.committee) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize(
    "packed",
    [b"no gzip", gzip.compress(b'{"t":"campaign"}'), gzip.compress(b"0" * 100_000_000 + b"\n")],
    ids=["other", "unended", "bomb"],
)
def test_records_that_are_no_text_packed_within_bounds(exchange: Exchange, packed: bytes) -> None:
    parcel = unsealed(exchange.sealed.path, exchange.committee).parcel
    value = json.loads(parcel.manifest)
    value["payload"][0] |= {"size": len(packed), "sha256": manifest.digest(packed)}
    payload = ((parcel.payload[0][0], packed),)
    path = signed_anew(value, payload, exchange.branch, exchange.committee, exchange.path)
    assert fault_of(path, exchange.committee) is Fault.E06_BAD_LAYOUT


@pytest.mark.parametrize(
    "edit",
    [
        lambda value: value["counts"].update(records=value["counts"]["records"] + 1),
        lambda value: value["slices"][0].update(members=299),
        lambda value: value["slices"][0].update(version=value["slices"][0]["version"] + 1),
        lambda value: value["slices"][0].update(generation=2),
        lambda value: value["slices"].append({"org": "d4" * 16, "generation": 1, "version": 1, "members": 0}),
        lambda value: value["slices"].clear(),
    ],
    ids=["lines", "members", "version", "generation", "one more", "none"],
)
def test_records_that_the_manifest_does_not_count(exchange: Exchange, edit: Callable[[dict[str, Any]], None]) -> None:
    path = forged(exchange.sealed, exchange.branch, exchange.committee, manifest_with=edit)
    assert fault_of(path, exchange.committee) is Fault.E22_PAYLOAD_MISMATCH
