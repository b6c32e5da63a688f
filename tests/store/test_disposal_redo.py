"""What an undo took out of a case comes back only into the case that it was taken from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Desk, assert_sound, desk_in
from disposals import OPENED, file_of, opened, people_of, prepare, walk
from offices import DEPARTMENT
from registers import Register, register

from tui.rules.disposal.register import State
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.commands.editing import set_field
from tui.store.commands.undo import redo, undo


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return register(tmp_path_factory.mktemp("office") / "vault", DEPARTMENT)


@pytest.fixture
def desk(office: Register, tmp_path: Path) -> Iterator[Desk]:
    found = desk_in(office, tmp_path)
    yield found
    found.session.db.close()


def reopened(desk: Desk) -> int:
    """A case of 取消预备党员资格 whose closing was undone."""
    (person,) = people_of(desk, "张三", category="probationary")
    prepare(desk, person, "probation_cancelled")
    number = opened(desk, person, "probation_cancelled")
    walk(desk, number)
    assert file_of(desk, number).state is State.CLOSED
    assert undo(desk.session).changed == 1
    return number


def open_still(desk: Desk, number: int) -> bool:
    on_roster = desk.all("SELECT 1 FROM member WHERE gone IS NULL") == [(1,)]
    assert_sound(desk.session)
    return on_roster and file_of(desk, number).state is State.OPEN


def test_a_closing_that_was_undone_comes_back_with_all_that_it_wrote(desk: Desk) -> None:
    number = reopened(desk)
    assert open_still(desk, number)
    assert redo(desk.session).changed == 1
    assert file_of(desk, number).state is State.CLOSED
    assert desk.all("SELECT 1 FROM member WHERE gone IS NULL") == []
    assert_sound(desk.session)


def test_a_closing_does_not_come_back_over_a_decision_that_was_taken_back_meanwhile(desk: Desk) -> None:
    number = reopened(desk)
    undo(desk.colleague)
    assert desk.all("SELECT 1 FROM disposal_decision") == []
    assert redo(desk.session).changed == 0
    assert open_still(desk, number)


def test_a_closing_does_not_come_back_while_a_clue_is_with_an_authority(desk: Desk) -> None:
    number = reopened(desk)
    done = refer_clue(
        desk.colleague, 1, number, "discipline", "校纪委", OPENED.isoformat(), matter="线索", materials="复印件3页"
    )
    assert done.changed == 1
    assert redo(desk.session).changed == 0
    assert open_still(desk, number)


def test_a_closing_comes_back_whole_or_not_at_all(desk: Desk) -> None:
    """The member's row has changed since, so that the roster could not follow: neither does the last step come back."""
    number = reopened(desk)
    assert set_field(desk.colleague, [1], "phone", "13800000000").changed == 1
    assert redo(desk.session).changed == 0
    assert open_still(desk, number)
    assert file_of(desk, number).next_step is not None


def test_steps_that_were_undone_come_back_one_by_one_each_in_its_place(desk: Desk) -> None:
    (person,) = people_of(desk, "张三", category="probationary")
    number = opened(desk, person, "probation_cancelled")
    walk(desk, number, 4)
    before = file_of(desk, number).digest
    for _ in range(3):
        undo(desk.session)
    assert len(file_of(desk, number).standing) == 1
    for _ in range(3):
        assert redo(desk.session).changed == 1
    assert file_of(desk, number).digest == before
    assert_sound(desk.session)
