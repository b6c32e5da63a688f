"""A bundle of decisions is read as if a stranger had made it: whatever is wrong with it refuses the whole."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from compared import report
from deciding import Line, approved, checked, line_in, received, sent_down
from offices import OTHER_BRANCH, TABLES, dump, introduce, look, repacked, resealed, seal, signed_anew, unsealed
from vaults import founded, opened

from exports.bundles.decisions import SealedDecisions
from tui.crypto import lines, unitkeys, vouching
from tui.faults import Failure, Fault
from tui.intake.bundles import open_bundle, open_either
from tui.store.commands.disposal_decisions import apply_decisions
from tui.store.vault import Vault

Rows = list[dict[str, Any]]
Payload = list[tuple[str, bytes]]
STRANGER = unitkeys.new_signing_key()


class Way(NamedTuple):
    """Three units, and the committee's bundle for the branch: its own decision and the department's."""

    line: Line
    sealed: SealedDecisions


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    """One for all tests in which the branch refuses the bundle, and so stays as it is."""
    folder = tmp_path_factory.mktemp("way")
    with line_in(folder) as line:
        approved(line, folder / "usb")
        [sealed] = sent_down(line.committee, folder / "usb")
        yield Way(line, sealed)


def fault_of(path: Path, vault: Vault) -> Fault:
    """Why the bundle is refused, opened or applied; nothing in the vault may have changed."""
    tables = (*TABLES, "disposal_decision", "vouched")
    before = dump(vault, *tables)
    with pytest.raises(Failure) as raised:
        received(path, vault)
    assert dump(vault, *tables) == before
    return raised.value.fault


def repacked_fault(way: Way, payload_with: Callable[[Payload], None], **options: Any) -> Fault:
    """Why the branch refuses the bundle with another payload, which the committee has signed."""
    line = way.line
    return fault_of(repacked(way.sealed, line.committee, line.branch, payload_with, **options), line.branch)


def rows_of(way: Way) -> Rows:
    [(_, packed), *_] = unsealed(way.sealed.path, way.line.branch).parcel.payload
    return [json.loads(line) for line in lines.unpack(packed)]


def rewritten(rows_with: Callable[[Rows], None]) -> Callable[[Payload], None]:
    """Other lines in the place of the decisions'."""

    def change_it(payload: Payload) -> None:
        rows = [json.loads(line) for line in lines.unpack(payload[0][1])]
        rows_with(rows)
        payload[0] = (payload[0][0], lines.pack(lambda: (json.dumps(row, ensure_ascii=False).encode() for row in rows)))

    return change_it


def lines_fault(way: Way, rows_with: Callable[[Rows], None]) -> Fault:
    return repacked_fault(way, rewritten(rows_with))


def by(rows: Rows, vault: Vault) -> dict[str, Any]:
    """The line of the decision of this vault's unit."""
    uuid = look(vault, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")[0]
    [row] = [row for row in rows if row["t"] == "decision" and json.loads(row["said"])["unit"] == uuid]
    return row


def restated(row: dict[str, Any], secret: bytes | None, **fields: Any) -> None:
    """Another statement on the line, signed by ``secret`` or not signed anew."""
    said = json.loads(row["said"])
    for name, value in fields.items():
        if name in said:
            said[name] = value
        else:
            said["row"][name] = value
    row["said"] = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    if secret is not None:
        comment = f"paicha-decision/1 {said['unit']} {said['row']['uuid']}"
        row["signature"] = unitkeys.sign_manifest(secret, row["said"].encode(), comment).decode()


def test_the_sound_bundle_is_opened_and_changes_nothing_before_it_is_applied(way: Way) -> None:
    branch = way.line.branch
    before = dump(branch, *TABLES, "disposal_decision", "vouched")
    found = checked(way.sealed.path, branch)
    assert (len(found.decisions.records), len(found.decisions.cards)) == (2, 1)
    applied = branch.write(apply_decisions, found.decisions, dry_run=True).result()
    assert (applied.entry, len(applied.decided)) == (None, 2)
    assert dump(branch, *TABLES, "disposal_decision", "vouched") == before


# --- what was decided, by whom, about whom


@pytest.mark.parametrize(
    ("name", "value"),
    [("content", "另一种说法"), ("rejected", "yes"), ("on_day", "2020-02-02"), ("member", "a1" * 16),
     ("about", "b2" * 16), ("seen", "c3" * 32), ("step", "archive"), ("seq", 9)],
)  # fmt: skip
def test_a_decision_of_the_department_in_which_the_committee_changed_a_word(way: Way, name: str, value: Any) -> None:
    """Also one aimed at another member or another case: both stand in what the department has signed."""
    department = way.line.department
    assert lines_fault(way, lambda rows: restated(by(rows, department), None, **{name: value})) is (
        Fault.E12_BAD_SIGNATURE
    )


def test_a_decision_that_the_committee_signs_in_the_departments_name(way: Way) -> None:
    secret = way.line.committee.signing_secret()
    assert lines_fault(way, lambda rows: restated(by(rows, way.line.department), secret)) is Fault.E12_BAD_SIGNATURE


def test_a_decision_signed_by_somebody_whose_key_nobody_knows(way: Way) -> None:
    assert lines_fault(way, lambda rows: restated(by(rows, way.line.committee), STRANGER)) is Fault.E12_BAD_SIGNATURE


def test_a_signature_of_another_decision_of_the_same_unit(way: Way) -> None:
    def exchanged(rows: Rows) -> None:
        row = by(rows, way.line.department)
        other = json.loads(row["said"])
        other["row"]["uuid"] = "d4" * 16
        row["said"] = json.dumps(other, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert lines_fault(way, exchanged) is Fault.E12_BAD_SIGNATURE


def test_the_same_decision_twice(way: Way) -> None:
    def doubled(rows: Rows) -> None:
        rows.append(rows[-1])

    def counting(value: dict[str, Any]) -> None:
        value["counts"]["records"] += 1

    assert repacked_fault(way, rewritten(doubled), manifest_with=counting) is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize(
    "fields",
    [{"step": 7}, {"on_day": "2020-02"}, {"on_day": "昨天"}, {"rejected": "no"}, {"content": "甲\x1b乙"},
     {"by": "e5" * 16}, {"papers": "[]"},
     {"seq": "1"}, {"at": 1.5}, {"unit_name": "甲"}, {"by_key": "0f" * 32}, {"format": "other"}],
)  # fmt: skip
def test_a_statement_that_this_program_would_not_have_made(way: Way, fields: dict[str, Any]) -> None:
    """Signed as it should be, by the unit whose decision it is."""
    secret = way.line.committee.signing_secret()
    assert lines_fault(way, lambda rows: restated(by(rows, way.line.committee), secret, **fields)) is (
        Fault.E22_PAYLOAD_MISMATCH
    )


def test_a_statement_in_another_spelling(way: Way) -> None:
    def spelt(rows: Rows) -> None:
        row = by(rows, way.line.committee)
        said = json.loads(row["said"])
        row["said"] = json.dumps(said, ensure_ascii=True)
        comment = f"paicha-decision/1 {said['unit']} {said['row']['uuid']}"
        secret = way.line.committee.signing_secret()
        row["signature"] = unitkeys.sign_manifest(secret, row["said"].encode(), comment).decode()

    assert lines_fault(way, spelt) is Fault.E12_BAD_SIGNATURE


@pytest.mark.parametrize("alter", [
    lambda rows: rows.pop(),
    lambda rows: rows.append({"t": "review"}),
    lambda rows: rows.reverse(),
    lambda rows: rows[-1].pop("signature"),
    lambda rows: rows[-1].update(signature=7),
    lambda rows: rows[0].update(verify_key="0f" * 32),
    lambda rows: rows[0].update(name=""),
])  # fmt: skip
def test_lines_that_are_not_persons_and_their_decisions(way: Way, alter: Callable[[Rows], None]) -> None:
    assert lines_fault(way, alter) is Fault.E22_PAYLOAD_MISMATCH


# --- whose word stands for whom


def with_card(way: Way, **fields: str) -> Callable[[Payload], None]:
    def change_it(payload: Payload) -> None:
        name, content = payload[1]
        payload[1] = (name, vouching.encode(replace(vouching.decode(content), **fields)))

    return change_it


@pytest.mark.parametrize("fields", [{"kind": "branch"}, {"kind": "general_branch"}, {"kind": "office"}])
def test_a_card_of_a_unit_that_cannot_stand_above_the_sender(way: Way, fields: dict[str, str]) -> None:
    assert repacked_fault(way, with_card(way, **fields)) is Fault.E22_PAYLOAD_MISMATCH


def test_a_card_of_the_receiver_itself_of_the_sender_or_of_a_place_in_the_tree(way: Way) -> None:
    for vault in way.line[:2]:
        uuid = look(vault, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")[0]
        assert repacked_fault(way, with_card(way, unit=uuid, parent=uuid)) is Fault.E22_PAYLOAD_MISMATCH
    assert repacked_fault(way, with_card(way, parent="a1" * 16)) is Fault.E22_PAYLOAD_MISMATCH


def test_a_card_that_is_missing_comes_twice_or_is_of_a_unit_that_decided_nothing(way: Way) -> None:
    assert repacked_fault(way, lambda payload: payload.pop()) is Fault.E12_BAD_SIGNATURE
    again = "payload/cards/0002.json"
    assert repacked_fault(way, lambda payload: payload.append((again, payload[1][1]))) is Fault.E22_PAYLOAD_MISMATCH

    def another(payload: Payload) -> None:
        card = vouching.decode(payload[1][1])
        signing = unitkeys.signing_public(STRANGER)
        payload.append((again, vouching.encode(replace(card, unit="a1" * 16, parent="a1" * 16, signing=signing))))

    assert repacked_fault(way, another) is Fault.E22_PAYLOAD_MISMATCH
    assert repacked_fault(way, lambda payload: payload.append(("payload/x.json", b"{}"))) is Fault.E22_PAYLOAD_MISMATCH
    assert repacked_fault(way, lambda payload: payload.clear()) is Fault.E22_PAYLOAD_MISMATCH


# --- the bundle


def test_a_bundle_cut_short_or_with_a_flipped_bit(way: Way, tmp_path: Path) -> None:
    raw = bytearray(way.sealed.path.read_bytes())
    spoilt = tmp_path / "spoilt.dyb.age"
    spoilt.write_bytes(raw[:-20])
    assert fault_of(spoilt, way.line.branch) is Fault.E04_DAMAGED
    raw[-20] ^= 1
    spoilt.write_bytes(raw)
    assert fault_of(spoilt, way.line.branch) is Fault.E04_DAMAGED


def test_a_payload_that_was_exchanged_after_sealing(way: Way, tmp_path: Path) -> None:
    parcel = unsealed(way.sealed.path, way.line.branch).parcel
    for place in range(len(parcel.payload)):
        payload = list(parcel.payload)
        payload[place] = (payload[place][0], payload[place][1] + b" ")
        path = resealed(replace(parcel, payload=tuple(payload)), tmp_path / "x.dyb.age", way.line.branch)
        assert fault_of(path, way.line.branch) is Fault.E22_PAYLOAD_MISMATCH


def test_a_bundle_for_another_unit_sealed_anew_for_us_or_opened_by_it(way: Way, tmp_path: Path) -> None:
    with opened(founded(tmp_path / "other", OTHER_BRANCH)) as other:
        assert fault_of(way.sealed.path, other) is Fault.E03_NOT_FOR_US
        introduce(other, way.line.committee)
        parcel = unsealed(way.sealed.path, way.line.branch).parcel
        assert fault_of(resealed(parcel, tmp_path / "x.dyb.age", other), other) is Fault.E14_FORWARDED


def test_decisions_from_a_unit_that_is_not_above(way: Way, tmp_path: Path) -> None:
    """The branch turns its report to the committee into a bundle of decisions."""
    sealed = seal(way.line.branch, tmp_path / "usb")
    value = json.loads(unsealed(sealed.path, way.line.committee).parcel.manifest)
    value |= {"kind": "decision", "slices": [], "stream": value["stream"].replace("/report", "/decision")}
    value |= {"seq": 1, "prev": "0" * 64, "payload": []}
    path = signed_anew(value, (), way.line.branch, way.line.committee, tmp_path / "x.dyb.age")
    assert fault_of(path, way.line.committee) is Fault.E24_CONFLICTS


def test_who_only_reads_reports_refuses_it_as_of_another_kind(way: Way) -> None:
    with pytest.raises(Failure) as raised:
        open_bundle(way.sealed.path, way.line.branch)
    assert raised.value.fault is Fault.E08_UNSUPPORTED


@pytest.mark.parametrize("fields", [{"kind": "order"}, {"kind": "report"}])
def test_a_bundle_that_calls_itself_something_else(way: Way, tmp_path: Path, fields: dict[str, str]) -> None:
    parcel = unsealed(way.sealed.path, way.line.branch).parcel
    value = json.loads(parcel.manifest) | fields
    value["stream"] = value["stream"].replace("/decision", f"/{fields['kind']}")
    path = signed_anew(value, parcel.payload, way.line.committee, way.line.branch, tmp_path / "x.dyb.age")
    with pytest.raises(Failure) as raised:
        open_either(path, way.line.branch)
    assert raised.value.fault in (Fault.E08_UNSUPPORTED, Fault.E22_PAYLOAD_MISMATCH)


def test_slices_or_reports_in_a_bundle_of_decisions(way: Way) -> None:
    mark = {"org": "a1" * 16, "generation": 1, "version": 1, "members": 0}
    for change_it in (lambda value: value["slices"].append(mark), lambda value: value["counts"].update(forwarded=1)):
        assert repacked_fault(way, lambda _payload: None, manifest_with=change_it) is Fault.E07_BAD_MANIFEST


def test_decisions_inside_a_forwarded_report_are_no_report(way: Way, tmp_path: Path) -> None:
    line = way.line
    sealed = seal(line.committee, tmp_path / "usb")
    parcel = unsealed(sealed.path, line.department).parcel
    inner = json.loads(parcel.payload[2][1])
    inner |= {"kind": "decision", "slices": [], "stream": inner["stream"].replace("/report", "/decision")}
    inner["counts"]["forwarded"] = 0
    dressed = signed_anew(inner, (), line.branch, line.department, tmp_path / "inner")
    manifest = unsealed(dressed, line.department).parcel

    def exchanged(payload: Payload) -> None:
        payload[2] = (payload[2][0], manifest.manifest)
        payload[3] = (payload[3][0], manifest.signature)

    path = repacked(sealed, line.committee, line.department, exchanged)
    with pytest.raises(Failure) as raised:
        open_either(path, line.department)
    assert raised.value.fault is Fault.E08_UNSUPPORTED


# --- time


def test_an_older_bundle_the_same_bundle_and_another_key_for_a_known_unit(tmp_path: Path) -> None:
    with line_in(tmp_path) as line:
        usb = tmp_path / "usb"
        approved(line, usb)
        [first] = sent_down(line.committee, usb)
        [second] = sent_down(line.committee, usb)
        assert len(received(second.path, line.branch).decided) == 2
        assert fault_of(first.path, line.branch) is Fault.E16_REPLAY_OLD
        assert fault_of(second.path, line.branch) is Fault.E15_DUPLICATE
        report(line.branch, line.committee, usb)
        [third] = sent_down(line.committee, usb)

        def forged(payload: Payload) -> None:
            card = vouching.decode(payload[1][1])
            payload[1] = (
                payload[1][0], vouching.encode(replace(card, signing=unitkeys.signing_public(STRANGER))),
            )  # fmt: skip
            rewritten(lambda rows: restated(by(rows, line.department), STRANGER, content="另一种说法"))(payload)

        path = repacked(third, line.committee, line.branch, forged)
        assert fault_of(path, line.branch) is Fault.E12_BAD_SIGNATURE
        assert received(third.path, line.branch).sentence() == "没有变化"
