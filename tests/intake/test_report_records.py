"""The records of a report: what this program writes is read, and nothing else, however well it is signed."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import lines
from tui.crypto.manifest import (
    FIRST_PREV,
    Addressee,
    App,
    Basis,
    Checkpoint,
    Counts,
    Custody,
    Manifest,
    Sender,
    SliceMark,
)
from tui.faults import Failure, Fault
from tui.intake.report_records import read_records
from tui.store.images import MEMBER, REVIEW
from tui.store.travel.records import LedgerRecord, MemberRecord, OrganizationRecord, Record, ReviewRecord

Rows = list[dict[str, Any]]
ORG, BRANCH, PERSON, CAMPAIGN, ONE, TWO, FINDING, LETTER, REQUEST = (f"{digit}{digit}" * 16 for digit in "123456789")
SHEET = {"verdicts": "ccunu", "given": "ob-o-", "by": [PERSON, PERSON, None, PERSON, None], "unit": ORG}
ROWS: Rows = [
    {"t": "campaign", "uuid": CAMPAIGN, "notice": "组通字〔2016〕1号", "name": "排查", "policy": "2016",
     "as_of": "2016-10-31"},
    {"t": "person", "uuid": PERSON, "name": "张明", "verify_key": "ab" * 32},
    {"t": "organization", "uuid": ORG, "parent": None, "kind": "committee", "code": "001", "name": "计算机学院党委",
     "keeper": ORG, "generation": 1, "version": 9},
    {"t": "organization", "uuid": BRANCH, "parent": ORG, "kind": "branch", "code": "", "name": "机关党支部",
     "keeper": ORG, "generation": 1, "version": 9},
    {"t": "ledger", "of": "branch_statement", "row": {"org": BRANCH, "stage": 1, "answers": '{"note": "齐"}',
     "recorded_by": PERSON, "at": 1479643200}},
    {"t": "member", "uuid": ONE, "org": BRANCH, "name": "张三", "initials": "z s", "sex": "male", "birth": "1980-01",
     "idno": "110101198001010010", "category": "full", "membership": "normal", "lost": "no", "lost_on": "2016",
     "floating": "yes", "gone": "2016-10-31", "extra": {"工资号": "7", "备注": ""}},
    {"t": "subject", "member": ONE, "ground": "in_branch"},
    {"t": "review", "member": ONE, "stage": 1, "at": 1479643200, "note": "见存根", **SHEET},
    {"t": "finding", "member": ONE, "uuid": FINDING, "stage": 1, "check": 1, "code": "B03", "state": "open"},
    {"t": "ledger", "member": ONE, "of": "letter", "row": {"uuid": LETTER, "direction": "out", "number": "7",
     "issued": "2016-03", "valid_days": 30, "extra": '{"类别": "京外"}'}},
    {"t": "member", "uuid": TWO, "org": BRANCH, "name": "李四"},
    {"t": "review", "member": ONE, "stage": 2, **SHEET},
    {"t": "review", "member": TWO, "stage": 2, **SHEET},
    {"t": "ledger", "member": TWO, "of": "correction_request", "row": {"uuid": REQUEST, "field": "", "seen": "",
     "wanted": "甲", "reason": "乙", "state": "open", "by": PERSON, "at": 1479643200}},
]  # fmt: skip
(
    IN_CAMPAIGN, IN_PERSON, IN_ORG, IN_BRANCH, IN_STATEMENT, IN_ONE, IN_SUBJECT, IN_REVIEW, IN_FINDING, IN_LETTER,
    IN_TWO, IN_VERIFICATION, _, IN_REQUEST,
) = range(14)  # fmt: skip


def counted(rows: Rows) -> Manifest:
    """A manifest that counts the rows as they are, with the two slices."""
    members = {org: sum(row.get("org") == org for row in rows) for org in (ORG, BRANCH)}
    return Manifest(
        bundle_id="abcdefghijkl2345",
        sender=Sender(ORG, "计算机学院党委", "0123456789ABCDEF", PERSON),
        to=(Addressee("d4" * 16, "0" * 64),),
        recipients=("0" * 64,),
        seq=1,
        prev=FIRST_PREV,
        created="2016-11-20T12:00:00+08:00",
        expires="2016-11-21T12:00:00+08:00",
        basis=Basis(1),
        counts=Counts(len(rows), 0),
        checkpoint=Checkpoint(ORG, 9, "0" * 64),
        custody=Custody("small", 1, "0" * 64),
        app=App("paicha", "0.1.0"),
        payload=(),
        slices=tuple(SliceMark(org, 1, 9, number) for org, number in members.items()),
    )


def spelled(rows: Rows) -> list[bytes]:
    return [json.dumps(row, ensure_ascii=False).encode() for row in rows]


def escaped(rows: Rows) -> list[bytes]:
    """The same in ASCII, where even half a character can be written."""
    return [json.dumps(row).encode() for row in rows]


def read(rows: Rows, texts: list[bytes] | None = None) -> list[Record]:
    packed = lines.pack(lambda: spelled(rows) if texts is None else texts)
    return list(read_records(packed, counted(rows)))


def refused(rows: Rows, texts: list[bytes] | None = None) -> bool:
    with pytest.raises(Failure) as raised:
        read(rows, texts)
    return raised.value.fault is Fault.E22_PAYLOAD_MISMATCH


def with_row(number: int, **fields: Any) -> Rows:
    rows = copy.deepcopy(ROWS)
    rows[number] |= fields
    return rows


def without(number: int, *names: str) -> Rows:
    rows = copy.deepcopy(ROWS)
    for name in names:
        del rows[number][name]
    return rows


def test_everything_comes_back_as_it_was() -> None:
    campaign, person, org, branch, statement, one, two, *verifications = read(ROWS)
    assert (campaign.uuid.hex(), person.uuid.hex()) == (CAMPAIGN, PERSON)  # type: ignore[union-attr]
    assert isinstance(org, OrganizationRecord)
    assert isinstance(branch, OrganizationRecord)
    assert (org.parent, branch.parent, branch.code) == (None, org.uuid, "")
    assert isinstance(one, MemberRecord)
    assert {name: one.values[name] for name in ROWS[IN_ONE] if name not in ("t", "uuid", "org")} == {
        name: value for name, value in ROWS[IN_ONE].items() if name not in ("t", "uuid", "org")
    }
    assert one.review is not None
    assert (one.ground, one.review.verdicts, one.review.note, len(one.findings)) == ("in_branch", "ccunu", "见存根", 1)
    assert two == MemberRecord(
        branch.uuid, {"name": "李四", "uuid": bytes.fromhex(TWO), "extra": None}, None, None, (), ()
    )
    assert isinstance(statement, LedgerRecord)
    assert (statement.member, statement.row["org"].hex()) == (None, BRANCH)
    assert [(row.ledger, row.row["issued"], row.row["valid_days"]) for row in one.ledgers] == [
        ("letter", "2016-03", 30)
    ]
    assert isinstance(verifications[-1], LedgerRecord)
    assert [review.member.hex() for review in verifications if isinstance(review, ReviewRecord)] == [ONE, TWO]


def test_a_record_fits_the_tables() -> None:
    one = read(ROWS)[5]
    assert isinstance(one, MemberRecord)
    assert one.values.keys() <= set(MEMBER.columns)
    assert {"unit", "at", "note", "stage", "member"} <= set(REVIEW.columns)


BAD_FIELDS: list[tuple[int, str, Any]] = [
    *((number, "t", kind) for number in (IN_CAMPAIGN, IN_ONE) for kind in ("order", "", None, 5, ["member"])),
    *((number, "surprise", "x") for number in range(len(ROWS))),
    *((number, "uuid", uuid) for number in (IN_CAMPAIGN, IN_PERSON, IN_ORG, IN_ONE, IN_FINDING)
      for uuid in ("", "x" * 32, ORG.upper().replace("1", "A"), 5, None, ORG + "0")),
    (IN_CAMPAIGN, "policy", "2020"),
    (IN_CAMPAIGN, "as_of", "2016-10"),
    (IN_CAMPAIGN, "as_of", "2016-02-30"),
    (IN_CAMPAIGN, "notice", ""),
    (IN_PERSON, "verify_key", "ab" * 31),
    (IN_PERSON, "verify_key", None),
    (IN_PERSON, "name", "张\u202e明"),
    (IN_ORG, "kind", "ministry"),
    (IN_ORG, "kind", ["branch"]),
    (IN_ORG, "code", None),
    (IN_ORG, "name", ""),
    (IN_ORG, "parent", ""),
    (IN_ORG, "keeper", None),
    (IN_ORG, "generation", 0),
    (IN_ORG, "generation", True),
    (IN_ORG, "version", 10),
    (IN_ORG, "version", "9"),
    (IN_ORG, "uuid", BRANCH),
    (IN_ORG, "uuid", PERSON),
    (IN_ONE, "org", PERSON),
    (IN_ONE, "org", None),
    (IN_ONE, "name", ""),
    (IN_ONE, "name", None),
    (IN_ONE, "name", 5),
    (IN_ONE, "name", ["张三"]),
    (IN_ONE, "name", "张" * 501),
    (IN_ONE, "name", "张三\x1b[2J"),
    (IN_ONE, "name", "张\n三"),
    (IN_ONE, "name", "张\u200b三"),
    (IN_ONE, "name", "张\ud800"),
    (IN_ONE, "id", "7"),
    (IN_ONE, "keeper", ORG),
    (IN_ONE, "initials", "Z S"),
    (IN_ONE, "initials", "z*"),
    (IN_ONE, "sex", "m"),
    (IN_ONE, "category", "honorary"),
    (IN_ONE, "membership", "x"),
    (IN_ONE, "lost", "maybe"),
    (IN_ONE, "floating", "true"),
    *((IN_ONE, name, value) for name in ("birth", "joined", "full_at", "dues_to", "lost_on", "gone")
      for value in ("1980-13", "19800101", "yesterday")),
    (IN_ONE, "note", ""),
    (IN_ONE, "extra", None),
    (IN_ONE, "extra", {}),
    (IN_ONE, "extra", "工资号"),
    (IN_ONE, "extra", ["工资号"]),
    (IN_ONE, "extra", {"工资号": 7}),
    (IN_ONE, "extra", {"工资号": {"a": "b"}}),
    (IN_ONE, "extra", {"工资号": "\x1b]0;x\x07"}),
    (IN_ONE, "extra", {"工资\u202e号": "7"}),
    (IN_ONE, "extra", {"工资号": "7" * 1001}),
    (IN_ONE, "extra", {str(number): "7" for number in range(1001)}),
    (IN_SUBJECT, "member", TWO),
    (IN_SUBJECT, "ground", "suspicion"),
    (IN_SUBJECT, "ground", None),
    *((number, *bad) for number in (IN_REVIEW, IN_VERIFICATION) for bad in (
        ("stage", 3), ("stage", "1"), ("stage", True), ("stage", None),
        ("verdicts", "ccun"), ("verdicts", "ccunx"), ("verdicts", "ccunuu"), ("verdicts", None),
        ("given", "ob-ox"), ("given", "ob-oo"), ("given", "----o"), ("given", 5),
        ("by", [PERSON, PERSON, None, PERSON]), ("by", [PERSON, PERSON, PERSON, PERSON, None]),
        ("by", [PERSON, None, None, PERSON, None]), ("by", [TWO, PERSON, None, PERSON, None]), ("by", None),
        ("by", [PERSON, PERSON, None, 5, None]), ("unit", None), ("unit", "党委"),
        ("at", -1), ("at", 1.5), ("at", "now"), ("at", 2**60), ("at", True),
        ("at", None), ("note", None), ("note", ""), ("note", "x" * 10_001), ("note", "\x07"), ("note", 5),
        ("member", "x"), ("member", None),
    )),
    (IN_REVIEW, "member", TWO),
    (IN_FINDING, "member", TWO),
    (IN_FINDING, "code", "X99"),
    (IN_FINDING, "state", "closed"),
    (IN_FINDING, "check", 6),
    (IN_FINDING, "check", "1"),
    (IN_FINDING, "stage", 0),
]  # fmt: skip


@pytest.mark.parametrize(("number", "name", "value"), BAD_FIELDS, ids=lambda part: str(part)[:24])
def test_no_field_may_be_other_than_this_program_writes_it(number: int, name: str, value: Any) -> None:
    rows = with_row(number, **{name: value})
    assert refused(rows, escaped(rows))


BAD_ROWS: list[tuple[int, str, Any]] = [
    (IN_LETTER, "uuid", "x"), (IN_LETTER, "uuid", None), (IN_LETTER, "direction", "sideways"),
    (IN_LETTER, "direction", None), (IN_LETTER, "number", ""), (IN_LETTER, "number", 7),
    (IN_LETTER, "number", "\x1b[2J"), (IN_LETTER, "issued", "2016-13"), (IN_LETTER, "issued", 2016),
    (IN_LETTER, "valid_days", "30"), (IN_LETTER, "valid_days", True), (IN_LETTER, "valid_days", 1 << 54),
    (IN_LETTER, "extra", "{}x"), (IN_LETTER, "extra", '{"a": 1}'), (IN_LETTER, "extra", '["a"]'),
    (IN_LETTER, "extra", '{"b": "1", "a": "2"}'), (IN_LETTER, "extra", {"a": "b"}), (IN_LETTER, "id", 5),
    (IN_LETTER, "member", ONE), (IN_LETTER, "campaign", 1), (IN_LETTER, "note", "字" * 10_001),
    (IN_STATEMENT, "org", PERSON), (IN_STATEMENT, "org", 5), (IN_STATEMENT, "recorded_by", ONE),
    (IN_STATEMENT, "at", "now"), (IN_STATEMENT, "unit", ORG), (IN_STATEMENT, "answers", "齐"),
    (IN_REQUEST, "state", "maybe"), (IN_REQUEST, "by", TWO), (IN_REQUEST, "settled_by", TWO),
    (IN_REQUEST, "seen", None),
]  # fmt: skip


@pytest.mark.parametrize(("number", "name", "value"), BAD_ROWS, ids=lambda part: str(part)[:24])
def test_no_column_of_a_ledger_may_be_other_than_this_program_writes_it(number: int, name: str, value: Any) -> None:
    rows = copy.deepcopy(ROWS)
    rows[number]["row"][name] = value
    assert refused(rows, escaped(rows))


@pytest.mark.parametrize("number", [IN_STATEMENT, IN_LETTER, IN_REQUEST])
@pytest.mark.parametrize("of", ["member", "review", "", None, 5, "sqlite_master", "payment"])
def test_a_row_is_of_the_ledger_that_has_its_columns(number: int, of: Any) -> None:
    assert refused(with_row(number, of=of))


def test_a_members_row_stands_behind_him_and_a_units_row_names_no_member() -> None:
    assert refused(with_row(IN_LETTER, member=TWO))
    assert refused(without(IN_LETTER, "member"))
    assert refused(with_row(IN_STATEMENT, member=ONE))


NEEDED = [
    (number, name)
    for number, row in enumerate(ROWS)
    for name in (("t", "uuid", "org", "name") if number == IN_ONE else row.keys() - {"at", "note"})
]


@pytest.mark.parametrize(("number", "name"), sorted(NEEDED))
def test_no_field_that_there_must_be_may_be_missing(number: int, name: str) -> None:
    assert refused(without(number, name))


def moved(source: int, target: int) -> Rows:
    rows = copy.deepcopy(ROWS)
    rows.insert(target, rows.pop(source))
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ROWS[1:],
        [ROWS[0], *ROWS],
        [*ROWS, ROWS[0]],
        [*ROWS[:2], *ROWS[1:]],
        [*ROWS[:3], *ROWS[2:]],
        [*ROWS[: IN_SUBJECT + 1], *ROWS[IN_SUBJECT:]],
        [*ROWS[: IN_REVIEW + 1], *ROWS[IN_REVIEW:]],
        ROWS[:IN_TWO],
        moved(IN_PERSON, IN_BRANCH),
        moved(IN_ORG, IN_ONE),
        moved(IN_SUBJECT, IN_TWO),
        moved(IN_SUBJECT, IN_ONE),
        moved(IN_REVIEW, IN_VERIFICATION),
        moved(IN_FINDING, IN_ONE),
        moved(IN_VERIFICATION, IN_ONE),
        moved(IN_STATEMENT, IN_ORG),
        moved(IN_STATEMENT, IN_TWO),
        moved(IN_LETTER, IN_ONE),
        moved(IN_LETTER, IN_TWO),
        moved(IN_REQUEST, IN_VERIFICATION),
    ],
    ids=str,
)
def test_nothing_may_be_missing_twice_or_out_of_its_place(rows: Rows) -> None:
    whole = counted(ROWS)
    packed = lines.pack(lambda: spelled(rows))
    with pytest.raises(Failure) as raised:
        list(read_records(packed, whole))
    assert raised.value.fault is Fault.E22_PAYLOAD_MISMATCH


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text + b" ",
        lambda text: b" " + text,
        lambda text: text[:-1],
        lambda text: text + text,
        lambda text: b"[" + text + b"]",
        lambda text: b"\xff" + text,
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: b"",
        lambda text: b"null",
        lambda text: b"[" * 100_000,
        lambda text: b'{"a":' * 50_000,
        lambda text: text.replace(b'"t"', b'"t": "member", "t"'),
        lambda text: text.replace("张三".encode(), b"\\ud800"),
        lambda text: text.replace("张三".encode(), b"\\u001b"),
        lambda text: text.replace(b'"1980-01"', b"NaN"),
        lambda text: text.replace(b'"1980-01"', b"1e5"),
    ],
)
def test_a_line_is_one_json_object_and_nothing_else(spoil: Callable[[bytes], bytes]) -> None:
    texts = spelled(ROWS)
    texts[IN_ONE] = spoil(texts[IN_ONE])
    assert texts != spelled(ROWS)
    assert refused(ROWS, texts)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([ORG, ONE, PERSON, "u"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(st.integers(0, len(ROWS) - 1), st.data())
def test_any_value_anywhere_is_refused_or_clean(number: int, draw: st.DataObject) -> None:
    name = draw.draw(st.sampled_from(sorted(ROWS[number])))
    rows = with_row(number, **{name: draw.draw(_VALUES)})
    try:
        records = read(rows, escaped(rows))
    except Failure as failure:
        fault = failure.fault
    else:
        assert len(records) == len(read(ROWS))
        return
    assert fault is Fault.E22_PAYLOAD_MISMATCH
