"""A paper put into a folder: private, read back, and known to the journal."""

import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from people import arrival, rows, take_in

from exports.papers.writing import PRIVATE, write_paper
from tui.faults import Failure, Fault
from tui.rules.papers import PaperKind
from tui.store.audit.wording import describe
from tui.store.commands.editing import set_field
from tui.store.commands.undo import undo
from tui.store.vault import Vault


def test_the_file_is_private_and_the_journal_knows_kind_count_and_whose_it_is(branch: Vault, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    take_in(branch, arrival("张三"), arrival("李四"))
    written = branch.write(write_paper, tmp_path, PaperKind.REMINDER, b"paper", (1, 2, 1)).result()
    assert written.path.parent.name == PRIVATE
    assert written.path.name.startswith("reminder-")
    assert written.path.suffix == ".docx"
    assert written.path.read_bytes() == b"paper"
    assert stat.S_IMODE(written.path.parent.stat().st_mode) == 0o700
    ((seq, body),) = rows(branch, "SELECT seq, body FROM entry ORDER BY seq DESC LIMIT 1")
    header = json.loads(str(body))
    assert header["action"] == "paper.write"
    assert header["detail"] == {"paper": "reminder", "members": 2, "sha256": sha256(b"paper").hexdigest()}
    assert rows(branch, "SELECT tbl, row FROM entry_item WHERE entry = ? ORDER BY row", seq) == [(3, 1), (3, 2)]
    assert describe("paper.write", header["detail"]).endswith("催要回执函，2人")


def test_what_was_changed_before_a_paper_was_written_can_still_be_undone(branch: Vault, tmp_path: Path) -> None:
    take_in(branch, arrival("张三", native="江苏"))
    branch.write(set_field, (1,), "native", "浙江").result()
    branch.write(write_paper, tmp_path, PaperKind.JUDGEMENT, b"paper", (1,)).result()
    assert branch.write(undo).result().refused == ()
    assert rows(branch, "SELECT native FROM member") == [("江苏",)]


def test_a_workbook_is_named_as_one_and_may_be_about_nobody(branch: Vault, tmp_path: Path) -> None:
    written = branch.write(write_paper, tmp_path, PaperKind.RECEIPT_STATISTICS, b"sheet").result()
    assert written.path.suffix == ".xlsx"


def test_a_paper_about_nobody_known_is_not_written(branch: Vault, tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        branch.write(write_paper, tmp_path, PaperKind.JUDGEMENT, b"paper", (99,)).result()
    assert caught.value.fault is Fault.MEMBER_UNKNOWN
    assert not list(tmp_path.rglob("*.docx*"))


def test_every_kind_has_a_name() -> None:
    assert len({kind.label for kind in PaperKind}) == len(PaperKind)
