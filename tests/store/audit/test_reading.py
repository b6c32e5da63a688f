"""What the auditor reads: both streams newest first, by person, time and action, in words and without any name."""

from dataclasses import replace

import pytest
from audited import AT, ROLES, Audited
from hypothesis import given
from hypothesis import strategies as st
from vaults import NOON

from tui.rules.deeds import DEEDS
from tui.store.audit import acts
from tui.store.audit.reading import MALFORMED, Below, Line, Wanted, lines, page
from tui.store.audit.streams import Stream
from tui.store.audit.wording import describe, when

ALL = Wanted()


def read(vault: Audited, wanted: Wanted = ALL) -> list[Line]:
    with vault.audit() as audit:
        return list(lines(audit, wanted))


def test_both_streams_are_read_newest_first(vault: Audited) -> None:
    vault.act("vault.lock", at=AT + 10)
    vault.note("丁")
    found = read(vault)
    assert len(found) == 6 + 6
    assert found[0].action == "vault.lock"
    for stream in Stream:
        own = [line.seq for line in found if line.stream is stream]
        assert own == sorted(own, reverse=True)
    assert found[1] == Line(AT, Stream.ENTRIES, 6, vault.actor.uuid, "review.note", {"stage": "self_check", "rows": 1})


def test_a_filter_takes_person_time_and_action_together(vault: Audited) -> None:
    colleague = replace(vault.actor, uuid="c" * 32, seed=bytes(32))
    with vault.audit() as audit:
        for at in (AT - 100, AT, AT + 100):
            acts.record(audit, colleague, lambda: NOON, "unlock", {}, at, roles=ROLES)
        acts.record(audit, colleague, lambda: NOON, "vault.lock", {}, AT, roles=ROLES)
    of_colleague = replace(ALL, person="c" * 32)
    assert len(read(vault, of_colleague)) == 4
    assert [line.at for line in read(vault, replace(of_colleague, since=AT, until=AT + 100))] == [AT, AT]
    locks = replace(of_colleague, actions=frozenset(("vault.lock", "roster.import")))
    assert [(line.action, line.seq) for line in read(vault, locks)] == [("vault.lock", 9)]
    assert {line.action for line in read(vault, replace(ALL, actions=frozenset(("roster.import",))))} == {
        "roster.import"
    }
    assert read(vault, replace(ALL, person="d" * 32)) == []


@pytest.mark.parametrize("size", [1, 3, 9, 10, 11])
def test_pages_come_one_after_another_and_end(vault: Audited, size: int) -> None:
    below: Below | None = Below()
    found: list[Line] = []
    with vault.audit() as audit:
        while below:
            shown = page(audit, ALL, size, below)
            assert len(shown.lines) == size or shown.following is None
            found += shown.lines
            below = shown.following
    assert found == read(vault)
    assert len(found) == 10


def test_a_record_that_is_none_is_shown_as_such(vault: Audited) -> None:
    vault.forge(vault.audit_path, "INSERT INTO act VALUES (6, CAST(x'ff1b5d' AS TEXT), x'00', x'00')")
    line = next(line for line in read(vault) if line.action == MALFORMED)
    assert (line.seq, line.person, when(line.at)) == (6, "", "")
    assert "无法识别" in describe(line.action, line.detail)


@pytest.mark.parametrize("action", DEEDS)
def test_every_action_and_act_has_its_words(action: str) -> None:
    name, _, stage = action.partition("/")
    assert describe(name, {"stage": stage} if stage else {}) == DEEDS[action]


@pytest.mark.parametrize(
    ("action", "detail", "words"),
    [
        (
            "review.verdict",
            {"stage": "verification", "check": "roster", "verdict": "c", "given": "b", "rows": 1200},
            "工作组核查：名册，记为无误，批量，涉及1,200行",
        ),
        ("undo", {"rows": 3, "undoes": 17}, "撤销：涉及3行，针对业务日志第17条"),
        (
            "roster.import",
            {"ground": "in_branch", "added": 2, "changed": 0, "branches": 1},
            "导入名册：排查对象正式组织关系在本支部，新增2人，更新0人，新设1个党支部",
        ),
        (
            "person.role",
            {"person": "ab" * 16, "roles": ["entry", "reviewer"]},
            "调整人员角色：人员abababababab…，角色录入员、审核员",
        ),
        ("policy.raise", {"length": 12, "days": 7}, "提高安全策略：口令不少于12个字符，有效7天"),
        ("person.role", {"roles": ["king"]}, "调整人员角色：角色king"),
        ("unlock", {"later": [1, {"a": None}]}, "打开保险库：later=1、a=None"),
    ],
)
def test_details_are_said_in_words(action: str, detail: dict[str, object], words: str) -> None:
    assert describe(action, detail) == words


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
KEYS = st.sampled_from(["stage", "check", "verdict", "roles", "rows", "undoes", "generation", "policy", "person"])


@given(st.sampled_from([*DEEDS, "review.verdict"]) | st.text(), st.dictionaries(KEYS | st.text(), JSON))
def test_no_detail_reaches_the_terminal_unclean(action: str, detail: dict[str, object]) -> None:
    said = describe(action, detail)
    assert said
    assert not {"\x1b", "\n", "\r", "\x07", "\u202e"} & set(said)


def test_a_time_beyond_all_calendars_is_no_time() -> None:
    assert when(AT).startswith("2026-11-")
    assert when(10**30) == ""


def test_a_wrong_time_does_not_change_the_order_that_is_signed(vault: Audited) -> None:
    vault.act(at=-5)
    own = [line.seq for line in read(vault) if line.stream is Stream.ACTS]
    assert own == [6, 5, 4, 3, 2, 1]
