"""The papers of the search are filled from the cases as they stand in the register."""

from pathlib import Path

import pytest
from docx_read import lines
from people import arrival, rows, take_in

from exports.media import Written
from exports.papers.search_papers import write_inquiry, write_judgement, write_search_file
from tui.faults import Failure
from tui.rules.search_cases import CaseOutcome
from tui.rules.searches import Channel, Result
from tui.store.commands.search_offices import file_requests, issue_office_letter
from tui.store.commands.search_outcomes import settle
from tui.store.commands.searches import (
    AttemptEntry,
    open_cases,
    record_attempts,
    set_facts,
    set_nature,
    withdraw_attempt,
)
from tui.store.vault import Vault


def words_of(written: Written) -> str:
    return "\n".join(lines(written.path.read_bytes()))


def test_one_persons_file_and_the_sheet_say_what_the_case_says(branch: Vault, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    take_in(branch, arrival("王伟", sex="male", idno="11010519491231002X", dues_to="2020-03"))
    branch.write(open_cases, [1]).result()
    for on, contact in (("2026-10-08", "13900001111"), ("2026-10-09", "误记的人")):
        entry = AttemptEntry(on, "张明", Channel.PHONE, Result.CLUE, contact, "称在深圳", "录音3号")
        branch.write(record_attempts, [1], entry).result()
    branch.write(withdraw_attempt, 2, "记错").result()
    branch.write(set_facts, 1, {"last_contact": "2020-03", "situation": "moved", "reasons": "随子女迁居"}).result()
    sheet = {"last_contact": "2020-03", "reasons": "随子女迁居", "nature": "both", "nature_why": "支部也没有过问"}
    branch.write(set_nature, 1, sheet).result()
    branch.write(settle, 1, CaseOutcome.FOUND, "2026-11-20", "本人来电").result()
    file = words_of(branch.write(write_search_file, tmp_path, 1).result())
    for words in (
        "失联党员查找档案", "王伟", "2026年11月20日", "6年7个月", "⑥居住地改变", "直接联系", "13900001111",
        "得到线索：称在深圳", "录音3号", "随子女迁居", "取得联系：本人来电", "直接联系1次",
    ):  # fmt: skip
        assert words in file, words
    assert "误记的人" not in file
    judged = words_of(branch.write(write_judgement, tmp_path, 1).result())
    assert "兼有：支部也没有过问" in judged
    assert rows(branch, "SELECT count(*) FROM entry WHERE body ->> 'action' = 'paper.write'") == [(2,)]


def test_a_letter_to_an_office_lists_its_members_and_no_others(branch: Vault, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    take_in(branch, *(arrival(name, dues_to="2020-03", idno="11010519491231002X") for name in ("王伟", "李娜", "张敏")))
    branch.write(open_cases, [1, 2, 3]).result()
    branch.write(file_requests, [1, 2, 3], Channel.POLICE).result()
    branch.write(issue_office_letter, [1, 2], to_unit="武进区公安局", number="函〔2026〕3号").result()
    said = words_of(branch.write(write_inquiry, tmp_path, [1, 2]).result())
    for words in ("武进区公安局：", "函〔2026〕3号", "户籍系统", "王伟", "李娜", "2名党员"):
        assert words in said, words
    assert "张敏" not in said
    with pytest.raises(Failure):
        branch.write(write_inquiry, tmp_path, [1, 3]).result()
