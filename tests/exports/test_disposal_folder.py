"""A case of 组织处置 leaves the vault as one folder: whole, private, noted, or not at all."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Desk
from disposal_samples import desk_with
from disposals import file_of, opened, walk
from docx_read import rows
from offices import DEPARTMENT
from registers import Register

from exports import media
from exports.papers.disposal_folder import write_case_folder
from tui.faults import Failure, Fault
from tui.rules.evidence import Media
from tui.store.commands.evidence import attach
from tui.store.queries.evidence import Of

OFFICE = DEPARTMENT
SCAN = b"%PDF-1.4 scanned minutes"


@pytest.fixture
def case(office: Register, tmp_path: Path) -> Iterator[tuple[Desk, int]]:
    """A 劝退 up to the vote of the meeting, with the minutes and a statement attached."""
    desk, member = desk_with(office, tmp_path, "persuasion")
    number = opened(desk, member, "persuasion")
    walk(desk, number, 5)
    meeting = file_of(desk, number).standing[-1].row["id"]
    assert attach(desk.session, Of("disposal_step", meeting), "会议记录.pdf", Media.PDF, SCAN, note="签字版").changed
    assert attach(desk.session, Of("disposal_case", number), "反映材料.txt", Media.TEXT, "来信".encode()).changed
    yield desk, number
    desk.session.db.close()


def test_papers_of_the_steps_taken_and_attachments_lie_numbered_in_one_private_folder(
    case: tuple[Desk, int], tmp_path: Path
) -> None:
    desk, number = case
    told: list[tuple[int, int]] = []
    before = desk.all("SELECT max(seq) FROM entry")
    written = write_case_folder(
        desk.session, tmp_path / "out", number, progress=lambda done, total: told.append((done, total))
    )
    names = sorted(path.name for path in written.folder.iterdir())
    kinds = ["catalogue", "determination", "opinion", "request", "review", "resolution"]
    assert names[:6] == [f"{place:02}-disposal-{kind}.docx" for place, kind in enumerate(kinds)]
    assert [(name[:12], name[-4:]) for name in names[6:]] == [("06-evidence-", ".txt"), ("07-evidence-", ".pdf")]
    contents = {path.read_bytes() for path in written.folder.iterdir()}
    assert {SCAN, "来信".encode()} <= contents
    assert {stat.S_IMODE(path.stat().st_mode) for path in written.folder.iterdir()} == {0o600}
    assert stat.S_IMODE(written.folder.stat().st_mode) == 0o700
    assert {file.path.name for _, file in written.files} == set(names)
    assert all(file.path.exists() for _, file in written.files)
    assert told[-1] == (len(names), len(names))
    titles = [row[3] for row in rows((written.folder / names[0]).read_bytes())[1:]]
    assert titles[-2:] == ["立案：反映材料.txt", "支部大会讨论表决：会议记录.pdf"]
    noted = desk.all(f"SELECT body FROM entry WHERE seq > {before[0][0]} ORDER BY seq")
    assert [json.loads(str(body))["action"] for (body,) in noted] == ["paper.write", "evidence.copy", "evidence.copy"]


def test_a_case_that_is_no_longer_wanted_leaves_neither_folder_nor_note(case: tuple[Desk, int], tmp_path: Path) -> None:
    desk, number = case
    asked: list[int] = []
    before = desk.all("SELECT max(seq) FROM entry")

    def enough() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Failure) as caught:
        write_case_folder(desk.session, tmp_path / "out", number, cancelled=enough)
    assert caught.value.fault is Fault.CANCELLED
    assert list((tmp_path / "out").iterdir()) == []
    assert desk.all("SELECT max(seq) FROM entry") == before


def test_what_an_interrupted_program_left_in_the_clear_is_taken_away(case: tuple[Desk, int], tmp_path: Path) -> None:
    desk, number = case
    folder = tmp_path / "out"
    left = folder / "disposal-case-001-000003.part"
    left.mkdir(0o700, parents=True)
    folder.chmod(0o700)
    (left / "05-evidence-0a1b2c3d.pdf").write_bytes(b"%PDF of somebody")
    written = write_case_folder(desk.session, folder, number)
    assert list(folder.iterdir()) == [written.folder]


def test_a_medium_that_gives_back_something_else_gets_nothing(
    case: tuple[Desk, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, number = case
    digests = iter([media._digest] * 4)
    monkeypatch.setattr(media, "_digest", lambda descriptor: next(digests, lambda _: b"other")(descriptor))
    with pytest.raises(Failure) as caught:
        write_case_folder(desk.session, tmp_path / "out", number)
    assert caught.value.fault is Fault.READBACK_DIFFERS
    assert list((tmp_path / "out").iterdir()) == []


def test_an_attachment_that_has_not_come_is_named_and_not_written(case: tuple[Desk, int], tmp_path: Path) -> None:
    desk, number = case
    desk.session.db.execute_sql("DELETE FROM evidence_content WHERE content = ?", (bytearray(SCAN),))
    written = write_case_folder(desk.session, tmp_path / "out", number)
    assert written.missing == ("会议记录.pdf",)
    assert [label for label, _ in written.files][-1] == "立案：反映材料.txt"
