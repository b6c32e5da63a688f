"""A report that claims what is not the sender's, or what cannot be, is refused whole."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from compared import enrol_below, enrol_with_finding, refused, report
from offices import (
    DEPARTMENT,
    OTHER_BRANCH,
    Rows,
    change,
    deliver,
    enrol,
    forged,
    introduce,
    judge,
    look,
    seal,
)
from vaults import BRANCH, COMMITTEE, founded, opened

from exports.bundles.report import Sealed
from tui.crypto import unitkeys
from tui.faults import Fault
from tui.intake.bundles import open_bundle
from tui.rules.checks import Verdict
from tui.rules.units import UnitKind
from tui.store.commands.organizations import add_organization
from tui.store.commands.reports import apply_report
from tui.store.vault import Vault

OpenVault = Callable[..., Vault]
Pair = tuple[Vault, Vault]


@pytest.fixture
def pair(branch: Vault, committee: Vault) -> Pair:
    """A branch and its committee, who know each other."""
    introduce(branch, committee)
    return branch, committee


class Rivals(NamedTuple):
    """Two branches of one committee, which has a report of both; the first one's next report."""

    branch: Vault
    other: Vault
    committee: Vault
    sealed: Sealed
    uuids: dict[str, str]


@pytest.fixture(scope="module")
def rivals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rivals]:
    """One for all tests: the committee refuses every report, and so stays as it is."""
    folder = tmp_path_factory.mktemp("rivals")
    places = (BRANCH, OTHER_BRANCH, COMMITTEE)
    branch, other, committee = (opened(founded(folder / place.code, place)) for place in places)
    for lower, names in ((branch, ("张三", "王五")), (other, ("李四",))):
        introduce(lower, committee)
        enrol_with_finding(lower, *names)
        judge(lower, Verdict.CLEAR, 1)
        report(lower, committee, folder / "usb")

    def uuid(vault: Vault, table: str) -> str:
        return str(look(vault, f"SELECT lower(hex(uuid)) FROM {table} WHERE id = 1")[0])

    uuids = {
        "sender": uuid(branch, "organization"),
        "other": uuid(other, "organization"),
        "receiver": uuid(committee, "organization"),
        "finding": uuid(other, "finding"),
        "member": uuid(other, "member"),
    }
    yield Rivals(branch, other, committee, seal(branch, folder / "usb"), uuids)
    for vault in (branch, other, committee):
        vault.close()


Edit = Callable[[Rows, dict[str, str]], None]


def on(table: str, number: int = 0, **fields: Any) -> Edit:
    """Fields of the ``number``-th record of a kind; ``{name}`` in a value stands for a uuid."""

    def edit(rows: Rows, uuids: dict[str, str]) -> None:
        row = [row for row in rows if row["t"] == table][number]
        row |= {name: value.format(**uuids) if isinstance(value, str) else value for name, value in fields.items()}

    return edit


def forge(sealed: Sealed, sender: Vault, receiver: Vault, edit: Edit, uuids: dict[str, str]) -> Path:
    """The sealed report with edited records; slices are named in the manifest as the records have them."""

    def slices(value: dict[str, Any]) -> None:
        heads = [row for row in rows_now if row["t"] == "organization"]
        value["slices"] = [
            {
                "org": head["uuid"],
                "generation": head["generation"],
                "version": head["version"],
                "members": sum(row["t"] == "member" and row["org"] == head["uuid"] for row in rows_now),
            }
            for head in heads
        ]

    rows_now: Rows = []

    def records(rows: Rows) -> None:
        edit(rows, uuids)
        rows_now.extend(rows)

    return forged(sealed, sender, receiver, records_with=records, manifest_with=slices)


def doubled(table: str, **fields: Any) -> Edit:
    """The first record of a kind once more, with other fields."""

    def edit(rows: Rows, uuids: dict[str, str]) -> None:
        place, row = next((place, row) for place, row in enumerate(rows) if row["t"] == table)
        rows.insert(place + 1, dict(row))
        on(table, 1, **fields)(rows, uuids)

    return edit


def swap_findings(rows: Rows) -> None:
    """The members' findings exchanged, uuid for uuid."""
    one, two = [row for row in rows if row["t"] == "finding"]
    one["uuid"], two["uuid"] = two["uuid"], one["uuid"]


NEW = "d4" * 16


def claimed_member(rows: Rows, uuids: dict[str, str]) -> None:
    """The first member goes by the uuid of one whom another unit keeps."""
    mine = next(row["uuid"] for row in rows if row["t"] == "member")
    for row in rows:
        row |= {name: uuids["member"] for name in ("uuid", "member") if row.get(name) == mine}


FORGERIES: list[tuple[str, Edit, Fault]] = [
    ("a slice of another branch", doubled("organization", uuid="{other}", keeper="{other}"), Fault.E24_CONFLICTS),
    ("the same, claimed", doubled("organization", uuid="{other}", parent="{sender}"), Fault.E24_CONFLICTS),
    ("the superior's own slice", doubled("organization", uuid="{receiver}", parent="{sender}"), Fault.E24_CONFLICTS),
    ("a new unit kept by another", doubled("organization", uuid=NEW, parent="{sender}", keeper="{other}"),
     Fault.E24_CONFLICTS),
    ("a new unit at the top", doubled("organization", uuid=NEW), Fault.E24_CONFLICTS),
    ("a new unit beside the sender", doubled("organization", uuid=NEW, parent="{receiver}"), Fault.E24_CONFLICTS),
    ("a new unit below another", doubled("organization", uuid=NEW, parent="{other}"), Fault.E24_CONFLICTS),
    ("a new unit below itself", doubled("organization", uuid=NEW, parent=NEW), Fault.E24_CONFLICTS),
    ("a new unit below a nobody", doubled("organization", uuid=NEW, parent="e5" * 16), Fault.E24_CONFLICTS),
    ("a department below", doubled("organization", uuid=NEW, parent="{sender}", kind="department"),
     Fault.E22_PAYLOAD_MISMATCH),
    ("another kind", on("organization", kind="department"), Fault.E22_PAYLOAD_MISMATCH),
    ("the name of another unit", on("organization", name=OTHER_BRANCH.unit), Fault.E24_CONFLICTS),
    ("a member whom another unit keeps", claimed_member, Fault.E24_CONFLICTS),
    ("another key of a known person", on("person", verify_key="ab" * 32), Fault.E22_PAYLOAD_MISMATCH),
    ("a member twice", doubled("member"), Fault.E22_PAYLOAD_MISMATCH),
    ("a finding twice", doubled("finding"), Fault.E22_PAYLOAD_MISMATCH),
    ("a finding that moves", lambda rows, uuids: swap_findings(rows), Fault.E22_PAYLOAD_MISMATCH),
    ("a finding of another's member", on("finding", uuid="{finding}"), Fault.E22_PAYLOAD_MISMATCH),
    ("a review in another unit's name", on("review", unit="{other}"), Fault.E22_PAYLOAD_MISMATCH),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "fault"), [case[1:] for case in FORGERIES], ids=[case[0] for case in FORGERIES])
def test_a_report_that_claims_what_is_not_the_senders_is_refused_whole(
    rivals: Rivals, edit: Edit, fault: Fault
) -> None:
    path = forge(rivals.sealed, rivals.branch, rivals.committee, edit, rivals.uuids)
    failure = refused(lambda: deliver(path, rivals.committee), rivals.committee)
    assert failure.fault is fault


def test_the_rehearsal_refuses_the_same(rivals: Rivals) -> None:
    path = forge(rivals.sealed, rivals.branch, rivals.committee, claimed_member, rivals.uuids)
    checked = open_bundle(path, rivals.committee)
    failure = refused(
        lambda: rivals.committee.write(apply_report, checked.report, dry_run=True).result(), rivals.committee
    )
    assert (failure.fault, failure.details) == (Fault.E24_CONFLICTS, {"count": 1})


def test_a_report_without_the_senders_own_slice(open_vault: OpenVault, committee: Vault, usb: Path) -> None:
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    enrol_below(committee, "张三")

    def without_own(rows: Rows, _: dict[str, str]) -> None:
        rows.remove(next(row for row in rows if row["t"] == "organization"))

    path = forge(seal(committee, usb), committee, department, without_own, {})
    assert refused(lambda: deliver(path, department), department).fault is Fault.E22_PAYLOAD_MISMATCH


def test_units_that_stand_below_each_other(open_vault: OpenVault, committee: Vault, usb: Path) -> None:
    """One is passed over as older and keeps its place below the other, which now claims to stand below it."""
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    committee.write(add_organization, 1, UnitKind.COMMITTEE, "1", "甲党委").result()
    committee.write(add_organization, 2, UnitKind.COMMITTEE, "2", "乙党委").result()
    report(committee, department, usb)
    change(department, "UPDATE organization SET generation = 5 WHERE name = '乙党委'")
    top, _, two = look(committee, "SELECT lower(hex(uuid)) FROM organization ORDER BY id")

    def round_about(rows: Rows, uuids: dict[str, str]) -> None:
        on("organization", 1, parent=two)(rows, uuids)
        on("organization", 2, parent=top)(rows, uuids)

    path = forge(seal(committee, usb), committee, department, round_about, {})
    assert refused(lambda: deliver(path, department), department).fault is Fault.E22_PAYLOAD_MISMATCH


def test_a_branch_that_verifies_itself(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    judge(branch, Verdict.CLEAR, 1)
    change(branch, "UPDATE review SET stage = 2")
    sealed = seal(branch, usb)
    assert refused(lambda: deliver(sealed.path, committee), committee).fault is Fault.E22_PAYLOAD_MISMATCH


def test_a_sender_who_does_not_stand_in_the_tree(open_vault: OpenVault, pair: Pair, usb: Path) -> None:
    """A superior has no place below; what he sends down as a report is not ours to take in."""
    branch, committee = pair
    department = open_vault(DEPARTMENT, "department")
    introduce(committee, department)
    [theirs] = look(department, "SELECT lower(hex(uuid)) FROM organization WHERE id = 1")
    key = unitkeys.key_id(unitkeys.signing_public(department.signing_secret()))

    def as_department(value: dict[str, Any]) -> None:
        value["from"] |= {"org": theirs, "key": key}
        value["checkpoint"]["origin"] = theirs
        value["stream"] = f"{theirs}>{value['to'][0]['org']}/report"

    path = forged(seal(branch, usb), department, committee, manifest_with=as_department)
    assert refused(lambda: deliver(path, committee), committee).fault is Fault.E24_CONFLICTS


def test_a_known_persons_name_is_not_for_others_to_change(pair: Pair, usb: Path) -> None:
    branch, committee = pair
    enrol(branch, "张三")
    judge(branch, Verdict.CLEAR, 1)
    report(branch, committee, usb)
    change(branch, "UPDATE person SET name = '王明'")
    report(branch, committee, usb)
    assert look(committee, "SELECT name FROM person ORDER BY id") == ["李华", "张明"]
