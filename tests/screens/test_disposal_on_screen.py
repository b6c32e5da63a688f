"""Every kind of disposal played by keys, from the clue to the archive: two people, every line of every form."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Desk, OpenDesk
from desks import Desk as Register
from disposals import PASSED, people_of, prepare, under
from offices import DEPARTMENT
from test_disposal_forms import choose, page, start, top
from textual.widgets import OptionList

from tui.crypto import signing
from tui.rules.check_items import Item, Kind
from tui.rules.disposal.procedures import PROCEDURES, Act
from tui.rules.disposal.register import LEAVES
from tui.rules.disposal.votes import FIGURES
from tui.screens.dialogs import AskText
from tui.screens.disposal_form import DisposalForm
from tui.screens.disposal_open import open_disposal
from tui.screens.disposal_step_form import take_step
from tui.screens.pick import Pick
from tui.screens.sheet import SheetScreen
from tui.store import journal
from tui.store.commands.disposal_cases import record_history
from tui.store.founding import ALONE
from tui.store.images import PERSON
from tui.store.queries.disposal_case import case_file
from tui.store.session import Actor, Session
from tui.store.vault import Vault
from tui.widgets.grid import VirtualGrid

BEGUN, FOUND, OVER, TODAY = "2026-01-05", "2026-01-02", "2026-07-06", "2026-11-20"
SEED = bytes(range(32))


def two_people(vault: Vault) -> tuple[Session, Session]:
    """The founder, and a second official."""

    def enter(session: Session) -> None:
        with journal.entry(session, "person.enter") as entry:
            entry.insert(PERSON, {"id": 2, "uuid": bytes(16), "name": "李四", "verify_key": signing.verify_key(SEED)})

    vault.write(enter).result()
    first = vault.session
    return first, replace(first, actor=Actor(2, bytes(16).hex(), "李四", SEED, ALONE))


def member_for(vault: Vault, people: tuple[Session, Session], kind: str) -> int:
    """A member with the records that the kind rests on."""
    procedure = PROCEDURES[kind]

    def ready(session: Session) -> int:
        register = Register(Path(), session, people[1])
        under(register, procedure.sets[0])
        (member,) = people_of(register, "张三丰", category=procedure.category[0])
        if kind == "restoration":
            record_history(
                session, member, "suspension_lost", "2025-03-02", decided_by="甲党委", document="", known="某"
            )
        else:
            prepare(register, member, kind)
        return member

    return vault.write(ready).result()


async def line(desk: Desk, item: Item) -> None:
    """Move to this line by the arrow keys."""
    form = desk.app.screen
    assert isinstance(form, DisposalForm)
    place = [each.key for each in form.items].index(item.key)
    grid = form.query_one(VirtualGrid)
    while grid.cursor != place:
        await desk.press("down" if grid.cursor < place else "up")
        await desk.pilot.pause()


async def fill(desk: Desk, item: Item, text: str) -> None:
    """Fill a line in by keys: the first choice of a list, else this text."""
    form = desk.app.screen
    await line(desk, item)
    if "不合格表现（六种" in item.label:
        await desk.press("enter")
        await choose(desk, "工作消极懈怠")
        await top(desk, Pick)
        await desk.press("escape")
    elif item.kind is not Kind.CHOICE:
        await desk.press("delete", "enter")
        await desk.until(lambda: isinstance(desk.app.screen, AskText), f"{item.label} is asked for")
        await desk.press(*text, "enter")
    else:
        await desk.press("enter")
        await top(desk, Pick)
        await desk.until(lambda: desk.app.screen.query_one(OptionList).option_count, "the choices are there")
        await desk.press("home", "enter")
    await desk.until(lambda: desk.app.screen is form, "the line is filled in")


async def fill_all(desk: Desk, day: str, until: str = OVER) -> None:
    """Fill in whatever the form lacks; every date that it suggests is written anew."""
    await top(desk, DisposalForm)
    form = desk.app.screen
    assert isinstance(form, DisposalForm)
    for item in form.items:
        if item.key in ("on_day", "opened_on") and form.answers.get(item.key) != day:
            await fill(desk, item, day)
    while form.lacking:
        label = form.lacking[0]
        item = next(each for each in form.items if each.label == label)
        date = until if item.key == "until" else FOUND
        text = str(getattr(PASSED, item.key)) if item.key in FIGURES else date if item.kind is Kind.DAY else "x"
        await fill(desk, item, text)


async def confirmed(desk: Desk, said: str) -> None:
    """Save; the page to be confirmed says what is written."""
    await desk.press("f5")
    await top(desk, SheetScreen)
    assert said in page(desk)
    await desk.press("f5")


async def play(desk: Desk, people: tuple[Session, Session], member: int, kind: str) -> None:
    """The whole case by keys."""
    procedure = PROCEDURES[kind]
    worker = start(desk, open_disposal(desk.app, desk.vault, member))
    await choose(desk, f"○{procedure.label}")
    await fill_all(desk, BEGUN)
    await confirmed(desk, procedure.label)
    await desk.until(lambda: worker.is_finished, f"the case is opened ({desk.notice})")
    ((case,),) = desk.stored("SELECT max(id) FROM disposal_case")
    for step in procedure.steps:
        desk.vault.session = people[step.duty == "deciding"]
        later = step.act is Act.ANSWER or step is procedure.steps[-1]
        worker = start(desk, take_step(desk.app, desk.vault, case))
        await fill_all(desk, OVER if later else BEGUN)
        await confirmed(desk, step.label)
        await desk.until(lambda worker=worker: worker.is_finished, f"{kind}, {step.label}: saved ({desk.notice})")  # type: ignore[misc]
    desk.vault.session = people[0]


CHOSEN = ("withdrawal", "correction", "not_recognised_letter_only", "suspension_lost")
"""Between them they have every kind of step, each level and both duties; ``--every-kind`` plays all of them."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The kinds to play."""
    if "kind" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-kind")
        metafunc.parametrize("kind", sorted(PROCEDURES) if every else CHOSEN)


def test_the_chosen_kinds_have_every_act_between_them() -> None:
    assert {step.act for key in CHOSEN for step in PROCEDURES[key].steps} == set(Act)


async def test_a_case_is_played_by_keys_from_clue_to_archive(
    kind: str, open_vault: Callable[..., Vault], open_desk: OpenDesk
) -> None:
    vault = open_vault(DEPARTMENT, "department")
    people = two_people(vault)
    member = member_for(vault, people, kind)
    procedure = PROCEDURES[kind]
    async with open_desk(vault, (160, 45)) as desk:
        await play(desk, people, member, kind)
        ((number, state, outcome),) = desk.stored(
            "SELECT id, state, outcome FROM disposal_case WHERE procedure = ? ORDER BY id DESC LIMIT 1", kind
        )
        assert (state, outcome) == ("closed", procedure.ends)
        found = vault.read(case_file, vault.session.unit, number).result()
        assert [each.row["step"] for each in found.standing] == [step.key for step in procedure.steps]
        assert found.irregular(vault.session.clock().date()) == ()
        ((gone, membership),) = desk.stored("SELECT gone, membership FROM member WHERE id = ?", member)
        assert (gone is not None) == (procedure.ends in LEAVES)
        assert gone or (membership == "suspended") == (procedure.ends == "suspended")
