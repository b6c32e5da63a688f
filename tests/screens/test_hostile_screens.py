"""Hostile texts in every screen of the program: shown as text or cut with a mark; nothing runs, nothing is torn."""

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import attachments
import hostile
import pytest
from desk import Desk, OpenDesk, open_ledger
from hostile import ALL, TEXTS, check_frame, check_shown, drawn
from test_disposal_local import as_toml, own
from test_errands import go
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Input

import tui.screens
from tui.intake.decisions import Decision
from tui.rules import archive_forms
from tui.rules.evidence import Media
from tui.rules.regularization import CIRCUMSTANCES
from tui.rules.situation_items import items
from tui.rules.situations import SituationKind
from tui.rules.verification import Question
from tui.screens.acting import ActingScreen
from tui.screens.activities import TEXTS_OF, ActivitiesScreen, ActivityForm
from tui.screens.agenda import AgendaScreen
from tui.screens.archive import ArchiveScreen
from tui.screens.archive_form import ArchiveForm
from tui.screens.archives import ArchivesScreen
from tui.screens.arranged_roster import ArrangedRoster
from tui.screens.arrivals import ArrivalsScreen
from tui.screens.attendance import AttendanceScreen
from tui.screens.branch_sheet import BranchSheetScreen, Page
from tui.screens.bulk import BulkScreen
from tui.screens.cards import CardsScreen
from tui.screens.check_form import CheckForm
from tui.screens.choose import ChooseScreen
from tui.screens.column_choice import ColumnScreen
from tui.screens.comparison import ComparisonScreen
from tui.screens.dialogs import AskText, Confirm, Working
from tui.screens.disposal_case import DisposalCaseScreen
from tui.screens.disposal_form import DisposalForm, Entry
from tui.screens.disposal_kinds import DisposalKindsScreen
from tui.screens.disposal_referrals import DisposalReferralsScreen
from tui.screens.disposal_statistics import DisposalStatisticsScreen
from tui.screens.disposals import DisposalsScreen
from tui.screens.double_check import DoubleCheckScreen
from tui.screens.dues import DuesScreen
from tui.screens.evidence import EvidenceScreen
from tui.screens.fill_in import FillInScreen
from tui.screens.fill_in_back import FillInBackScreen
from tui.screens.filtered_roster import FilteredRosterScreen
from tui.screens.focus_counts import FocusCountsScreen
from tui.screens.header import HeaderScreen
from tui.screens.item_form import ItemFormScreen
from tui.screens.journal import JournalScreen
from tui.screens.key_sheet import KeySheet
from tui.screens.layout import LayoutScreen
from tui.screens.ledger import LedgerScreen
from tui.screens.letter_branches import LetterBranchesScreen
from tui.screens.letter_form import FOLLOW_UP_ITEMS, LetterForm
from tui.screens.letter_page import LetterScreen
from tui.screens.letters import LettersScreen
from tui.screens.locked import LockedScreen
from tui.screens.marked_list import MarkedListScreen
from tui.screens.marking import MarkingScreen
from tui.screens.member_card import MemberCardScreen
from tui.screens.member_history import MemberHistoryScreen
from tui.screens.menu import Errand, LedgerErrand, LedgerMenu, Menu, _Choice
from tui.screens.names_beside import NamesScreen
from tui.screens.office_requests import OfficeRequestsScreen
from tui.screens.online import OnlineScreen
from tui.screens.people import PeopleScreen
from tui.screens.pick import Pick
from tui.screens.questions import QuestionsScreen
from tui.screens.reading import ReadingScreen
from tui.screens.receipts import ReceiptsScreen
from tui.screens.regular_case import RegularCaseScreen
from tui.screens.regular_form import RegularForm
from tui.screens.regularizations import RegularizationsScreen
from tui.screens.review import ReviewScreen
from tui.screens.roster_list import RosterScreen
from tui.screens.saved_filters import SavedFiltersScreen
from tui.screens.search_case import SearchCaseScreen
from tui.screens.search_form import SearchForm
from tui.screens.search_pick import SearchPick
from tui.screens.searches import SearchesScreen
from tui.screens.sheet import SheetScreen
from tui.screens.situation_form import SituationForm
from tui.screens.situation_signs import SituationSignsScreen
from tui.screens.situations import SituationsScreen
from tui.screens.sort_choice import SortScreen
from tui.screens.stubs import StubForm, StubsScreen
from tui.screens.targets import HiddenMarks
from tui.screens.three_counts import ThreeCountsScreen
from tui.screens.unlock import UnlockScreen
from tui.screens.viewing import PictureScreen
from tui.store.commands.disposal_procedures import take_in
from tui.store.queries.evidence import EvidenceRow, Of
from tui.store.queries.verification_sheet import Line
from tui.store.vault import Vault
from tui.text import clean

WIDE, NARROW = (160, 45), (80, 24)
BASES = {
    ActingScreen, RosterScreen, MarkedListScreen, ArrangedRoster, FilteredRosterScreen, MarkingScreen, BulkScreen,
    ItemFormScreen, LedgerScreen, _Choice,
}  # fmt: skip
"""What other screens are made from; never shown itself."""
QUESTION = "".join(ALL)
"""Every hostile text in one question."""
SHORT = "".join(text for text in ALL if len(text) < 100)
Scene = Callable[[Desk, Path], Awaitable[None]]


def pushed(make: Callable[[Desk, Path], Screen[Any]]) -> Scene:
    """A scene that lays a screen on top."""

    async def scene(desk: Desk, folder: Path) -> None:
        screen = make(desk, folder)
        desk.app.push_screen(screen)
        await desk.until(lambda: desk.app.screen is screen and screen.is_mounted, "the screen is shown")

    return scene


def errand(wanted: Errand, screen: type) -> Scene:
    """A scene that is reached by the menu."""

    async def scene(desk: Desk, folder: Path) -> None:
        await go(desk, wanted)
        await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is shown")

    return scene


def ledger(wanted: LedgerErrand, screen: type) -> Scene:
    """A scene that is reached by the menu of ledgers."""

    async def scene(desk: Desk, folder: Path) -> None:
        await open_ledger(desk, wanted)
        await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is shown")

    return scene


async def review(desk: Desk, folder: Path) -> None:
    await desk.until(lambda: "[@click" in "".join(desk.lines()), "the rows are drawn")


async def disposal_statistics(desk: Desk, folder: Path) -> None:
    """The summary, which names the units."""
    await ledger(LedgerErrand.DISPOSAL_STATISTICS, DisposalStatisticsScreen)(desk, folder)
    await desk.press("3")


async def disposal_referrals(desk: Desk, folder: Path) -> None:
    """Those with an outcome: what came back is a text too."""
    await ledger(LedgerErrand.DISPOSAL_REFERRALS, DisposalReferralsScreen)(desk, folder)
    await desk.press("2")


async def reached(desk: Desk, screen: type, key: str) -> None:
    """Press the key that leads to the screen."""
    await desk.press(key)
    await desk.until(lambda: isinstance(desk.app.screen, screen), f"{screen.__name__} is shown")


def by_key(screen: type, key: str) -> Scene:
    """A scene that a key of the review leads to, from a row whose texts can be seen."""

    async def scene(desk: Desk, folder: Path) -> None:
        view = desk.review._view
        assert view is not None
        desk.grid.cursor = view.order.index(1 + ALL.index(TEXTS["action"]))
        await reached(desk, screen, key)

    return scene


async def card(desk: Desk, folder: Path) -> None:
    await by_key(MemberCardScreen, "enter")(desk, folder)
    await desk.until(lambda: shown_card(desk).ready, "the member is shown")


def shown_card(desk: Desk) -> MemberCardScreen:
    screen = desk.app.screen
    assert isinstance(screen, MemberCardScreen)
    return screen


async def history(desk: Desk, folder: Path) -> None:
    await card(desk, folder)
    await reached(desk, MemberHistoryScreen, "tab")


async def stub_form(desk: Desk, folder: Path) -> None:
    await ledger(LedgerErrand.STUBS, StubsScreen)(desk, folder)
    await desk.until(lambda: "[@click" in drawn(desk), "the branches are listed")
    await reached(desk, StubForm, "enter")


async def situation_signs(desk: Desk, folder: Path) -> None:
    await ledger(LedgerErrand.SITUATIONS, SituationsScreen)(desk, folder)
    await desk.until(lambda: "[@click" in drawn(desk), "the situations are listed")
    await reached(desk, SituationSignsScreen, "f4")


def situation_form(desk: Desk, folder: Path) -> Screen[Any]:
    kind = SituationKind.FLOATING_OUT
    answers = {item.key: QUESTION for item in items(kind)}
    return SituationForm(kind, QUESTION, items(kind), answers, lambda _answers: Future())


def regular_form(desk: Desk, folder: Path) -> Screen[Any]:
    return RegularForm(QUESTION, CIRCUMSTANCES, {"destination": QUESTION}, (), lambda _a: Future())


def disposal_form(desk: Desk, folder: Path) -> Screen[Any]:
    answers = {item.key: QUESTION for item in CIRCUMSTANCES}
    return DisposalForm(
        Entry(
            QUESTION, QUESTION, lambda _a: CIRCUMSTANCES, lambda _a: (), lambda _a: [(QUESTION, QUESTION)],
            lambda _a: Future(), answers,
        )
    )  # fmt: skip


async def disposal_kinds(desk: Desk, folder: Path) -> None:
    """A local kind under whose names a reader sees no more than a name."""
    text = TEXTS["action"]
    steps = tuple(replace(step, label=text, papers=(*step.papers, text)) for step in own().steps)
    kind = own(label=text, basis=(text, TEXTS["style"], TEXTS["closing tag"]), steps=steps)
    desk.vault.write(take_in, as_toml((kind, "persuasion"))).result()
    await pushed(lambda _d, _f: DisposalKindsScreen(desk.vault))(desk, folder)
    await desk.press("end")


async def search_case(desk: Desk, folder: Path) -> None:
    case = 1 + ALL.index(TEXTS["action"])
    await pushed(lambda _d, _f: SearchCaseScreen(desk.vault, case))(desk, folder)
    await desk.until(lambda: "[@click" in drawn(desk), "the file is shown")


async def search_form(desk: Desk, folder: Path) -> None:
    await search_case(desk, folder)
    await reached(desk, SearchForm, "f6")


async def office_requests(desk: Desk, folder: Path) -> None:
    await ledger(LedgerErrand.OFFICE_REQUESTS, OfficeRequestsScreen)(desk, folder)
    await desk.press("2")


def branch_sheet(desk: Desk, folder: Path) -> Screen[Any]:
    ((org,),) = desk.stored("SELECT DISTINCT org FROM member")
    return BranchSheetScreen(desk.vault, org, Page.MISSING)


def names_beside(desk: Desk, folder: Path) -> Screen[Any]:
    members = tuple(number for number, _ in enumerate(ALL, 1))
    return NamesScreen(desk.vault, Line(next(iter(Question)), members, None, None, QUESTION, QUESTION))


async def letter_page(desk: Desk, folder: Path) -> None:
    await ledger(LedgerErrand.LETTERS, LettersScreen)(desk, folder)
    await desk.until(lambda: "[@click" in drawn(desk), "the letters are drawn")
    (number,) = desk.stored("SELECT id FROM letter WHERE number = ? AND issued = '2016-03-01'", TEXTS["action"])[0]
    await pushed(lambda desk, _f: LetterScreen(desk.vault, number, "2026-11-20"))(desk, folder)


async def receipts(desk: Desk, folder: Path) -> None:
    await pushed(lambda desk, _f: ReceiptsScreen(desk.vault, "out"))(desk, folder)
    desk.app.screen.query_one(Input).value = TEXTS["action"]
    await desk.press("enter")
    await desk.until(lambda: isinstance(desk.app.screen, Pick), "it is asked which")
    await desk.press("enter")
    await desk.until(lambda: isinstance(desk.app.screen, ReceiptsScreen), "it is taken")


async def journal(desk: Desk, folder: Path) -> None:
    for person in desk.vault.seat.register.people:
        desk.vault.seat.names[person.person] = TEXTS["action"] + QUESTION
    await errand(Errand.JOURNAL, JournalScreen)(desk, folder)


async def people(desk: Desk, folder: Path) -> None:
    await journal(desk, folder)
    await desk.press("f2")
    await desk.until(lambda: isinstance(desk.app.screen, PeopleScreen), "the people are shown")


async def reading(desk: Desk, folder: Path) -> None:
    await pushed(names_beside)(desk, folder)
    await desk.until(lambda: "[@click" in drawn(desk), "the names are listed")
    await desk.press("home", "down")
    await reached(desk, ReadingScreen, "enter")


def chooser(desk: Desk, folder: Path) -> Screen[Any]:
    """A folder whose own name and whose files are hostile."""
    place = folder / "[@click=app.quit]按我\x1b]0;x\x07[]"
    place.mkdir()
    for name in (
        "[bold]甲.xlsx",
        "乙\x1b[2J.xlsx",
        "\u202e丙.xlsx",
        "丁" * 80 + ".xlsx",
        "戊" + "\u0301" * 100 + ".xlsx",
    ):
        (place / name).touch()
    return ChooseScreen(QUESTION, (".xlsx",), path=place / "甲.xlsx", said=QUESTION)


def working(desk: Desk, folder: Path) -> Screen[Any]:
    return Working(QUESTION, lambda _progress, _cancelled: Future())


async def picture(desk: Desk, folder: Path) -> None:
    """A picture whose name is hostile; the texts stand on the page of its file."""
    name = TEXTS["action"] + QUESTION
    row = EvidenceRow(1, None, None, name, Media.PNG, 9, bytes(32), name, "attached", None, name, 0, True)
    await pushed(lambda _d, _f: PictureScreen(row, attachments.picture()))(desk, folder)


SCENES: dict[type, Scene] = {
    ReviewScreen: review,
    MemberCardScreen: card,
    MemberHistoryScreen: history,
    CheckForm: by_key(CheckForm, "ctrl+f"),
    ColumnScreen: by_key(ColumnScreen, "ctrl+w"),
    SortScreen: by_key(SortScreen, "ctrl+x"),
    SavedFiltersScreen: by_key(SavedFiltersScreen, "f4"),
    LettersScreen: ledger(LedgerErrand.LETTERS, LettersScreen),
    LetterScreen: letter_page,
    LetterForm: pushed(
        lambda _d, _f: LetterForm(TEXTS["action"], FOLLOW_UP_ITEMS, {"note": TEXTS["action"], "who": QUESTION}, ())
    ),
    LetterBranchesScreen: pushed(lambda desk, _f: LetterBranchesScreen(desk.vault, "2026-11-20")),
    ReceiptsScreen: receipts,
    StubsScreen: ledger(LedgerErrand.STUBS, StubsScreen),
    StubForm: stub_form,
    SituationsScreen: ledger(LedgerErrand.SITUATIONS, SituationsScreen),
    SituationSignsScreen: situation_signs,
    SituationForm: pushed(situation_form),
    ThreeCountsScreen: pushed(lambda desk, _f: ThreeCountsScreen(desk.vault)),
    RegularizationsScreen: ledger(LedgerErrand.REGULAR, RegularizationsScreen),
    RegularCaseScreen: pushed(lambda desk, _f: RegularCaseScreen(desk.vault, 2)),
    RegularForm: pushed(regular_form),
    DisposalForm: pushed(disposal_form),
    DisposalStatisticsScreen: disposal_statistics,
    DisposalReferralsScreen: disposal_referrals,
    DisposalsScreen: ledger(LedgerErrand.DISPOSAL, DisposalsScreen),
    DisposalCaseScreen: pushed(lambda desk, _f: DisposalCaseScreen(desk.vault, 1 + ALL.index(TEXTS["action"]))),
    DisposalKindsScreen: disposal_kinds,
    SearchesScreen: ledger(LedgerErrand.SEARCHES, SearchesScreen),
    SearchCaseScreen: search_case,
    SearchForm: search_form,
    OfficeRequestsScreen: office_requests,
    FocusCountsScreen: ledger(LedgerErrand.FOCUS_GROUPS, FocusCountsScreen),
    DoubleCheckScreen: errand(Errand.DOUBLE_CHECK, DoubleCheckScreen),
    BranchSheetScreen: pushed(branch_sheet),
    NamesScreen: pushed(names_beside),
    ReadingScreen: reading,
    SearchPick: pushed(lambda _d, _f: SearchPick(QUESTION, ALL)),
    ComparisonScreen: errand(Errand.COMPARE, ComparisonScreen),
    OnlineScreen: errand(Errand.ONLINE, OnlineScreen),
    ArchivesScreen: ledger(LedgerErrand.ARCHIVES, ArchivesScreen),
    ArchiveScreen: pushed(lambda desk, _f: ArchiveScreen(desk.vault, 1 + ALL.index(TEXTS["action"]))),
    ArchiveForm: pushed(lambda _d, _f: ArchiveForm(archive_forms.INQUIRY, QUESTION, {"asked": QUESTION})),
    EvidenceScreen: pushed(lambda desk, _f: EvidenceScreen(desk.vault, Of("member", 1), QUESTION)),
    PictureScreen: picture,
    FillInScreen: errand(Errand.FILL_INS, FillInScreen),
    CardsScreen: errand(Errand.CARDS, CardsScreen),
    JournalScreen: journal,
    PeopleScreen: people,
    Menu: pushed(lambda _d, _f: Menu()),
    LedgerMenu: pushed(lambda _d, _f: LedgerMenu()),
    AgendaScreen: ledger(LedgerErrand.AGENDA, AgendaScreen),
    DuesScreen: pushed(lambda desk, _f: DuesScreen(desk.vault, 2)),
    ActivitiesScreen: ledger(LedgerErrand.ACTIVITIES, ActivitiesScreen),
    AttendanceScreen: pushed(lambda desk, _f: AttendanceScreen(desk.vault, 1)),
    ActivityForm: pushed(lambda _d, _f: ActivityForm(SHORT, TEXTS_OF, {item.key: SHORT for item in TEXTS_OF})),
    KeySheet: pushed(lambda _d, _f: KeySheet(())),
    LayoutScreen: pushed(lambda _d, _f: LayoutScreen(hostile.staged(), {})),
    HeaderScreen: pushed(lambda _d, _f: HeaderScreen(hostile.staged().sheets[0])),
    QuestionsScreen: pushed(lambda _d, _f: QuestionsScreen(QUESTION, hostile.questions())),
    ArrivalsScreen: pushed(lambda _d, _f: ArrivalsScreen(hostile.plan(Decision.CHANGE))),
    FillInBackScreen: pushed(lambda _d, _f: FillInBackScreen(hostile.fill_in_plan())),
    SheetScreen: pushed(lambda _d, _f: SheetScreen(TEXTS["action"], [(text, text) for text in ALL], QUESTION)),
    ChooseScreen: pushed(chooser),
    Confirm: pushed(lambda _d, _f: Confirm(QUESTION, 50, whole=True)),
    AskText: pushed(lambda _d, _f: AskText(QUESTION, QUESTION)),
    Working: pushed(working),
    HiddenMarks: pushed(lambda _d, _f: HiddenMarks(QUESTION, 1, 2)),
    Pick: pushed(lambda _d, _f: Pick(QUESTION, ALL)),
    UnlockScreen: pushed(lambda _d, folder: UnlockScreen(folder / QUESTION[:200])),
    LockedScreen: pushed(lambda _d, _f: LockedScreen()),
}
"""Every screen of the program, each with a way to fill it with hostile texts."""
LISTS = {
    ReviewScreen: "", OnlineScreen: "", LayoutScreen: "", QuestionsScreen: "",
    ComparisonScreen: "45123", ArrivalsScreen: "1345672", FillInBackScreen: "21",
    SituationsScreen: "841", SituationSignsScreen: "231",
    LettersScreen: "2312345671", SavedFiltersScreen: "", BranchSheetScreen: "1243", NamesScreen: "",
    RegularizationsScreen: "", DisposalsScreen: "23481", DisposalReferralsScreen: "32",
    SearchesScreen: "23451",
    OfficeRequestsScreen: "1342",
    DuesScreen: "231", ActivitiesScreen: "231", AttendanceScreen: "251", AgendaScreen: "231",
}  # fmt: skip
"""Those that list all the texts, with the keys that lead through their sections and back."""
OWN_WORDS = {Menu, LedgerMenu, KeySheet, LockedScreen, ColumnScreen, SortScreen}
"""Those that show nothing but the program's own words."""


def screens() -> dict[str, type]:
    """Every class of a screen, by its full name."""
    found = {}
    for module in pkgutil.iter_modules(tui.screens.__path__, "tui.screens."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if inspect.isclass(value) and issubclass(value, Screen) and value.__module__ == module.name:
                found[f"{module.name}.{name}"] = value
    return found


def test_no_screen_of_the_program_is_missing_here() -> None:
    assert set(screens().values()) - BASES == set(SCENES)


@pytest.mark.parametrize("screen", SCENES, ids=lambda screen: screen.__name__)
async def test_hostile_texts_are_shown_as_text_and_nothing_runs(
    screen: type, defiled_vault: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(defiled_vault, WIDE) as desk:
        await SCENES[screen](desk, tmp_path)
        shown = desk.app.screen
        assert type(shown) is screen
        if screen not in OWN_WORDS:
            await desk.until(lambda: "[@click" in drawn(desk), "the texts are drawn")
        if screen in LISTS:
            await check_shown(desk, ALL)
        for size, steps in ((WIDE, ((), ("down",) * 3, ("end",), ("right",) * 3)), (NARROW, ((), ("home",)))):
            await desk.pilot.resize_terminal(*size)
            for keys in steps:
                await desk.press(*keys)
                await desk.pilot.pause()
                assert desk.app.screen is shown
                check_frame(desk, size)
            for key in LISTS.get(screen, ""):
                await desk.press(key)
                await desk.pilot.pause()
                check_frame(desk, size)
        await click_what_looks_like_a_link(desk)
        assert desk.app.is_running
        assert desk.app.return_code is None


async def test_every_hostile_member_is_shown_beside_the_list_and_on_a_page(
    defiled_vault: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(defiled_vault, WIDE) as desk:
        for _ in ALL:
            check_frame(desk, WIDE)
            await desk.press("enter")
            await desk.until(
                lambda: isinstance(desk.app.screen, MemberCardScreen) and desk.app.screen.ready, "it is open"
            )
            for key in ("pagedown", "end", "f4"):
                await desk.press(key)
                check_frame(desk, WIDE)
            await desk.press("escape")
            await desk.until(lambda: desk.app.screen is desk.review, "it is left")
            await desk.press("down")
            await desk.pilot.pause()


@pytest.mark.parametrize("decision", [Decision.ADD, Decision.MOVE, Decision.DOUBT, Decision.SAME])
async def test_hostile_rows_of_an_import_are_shown_whatever_comes_of_them(
    decision: Decision, defiled_vault: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(defiled_vault, NARROW) as desk:
        await pushed(lambda _d, _f: ArrivalsScreen(hostile.plan(decision)))(desk, tmp_path)
        if decision is Decision.SAME:
            await desk.press("5")
        for _ in ALL:
            check_frame(desk, NARROW)
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.app.screen, SheetScreen | Pick), "the row is shown whole")
            check_frame(desk, NARROW)
            await desk.press("escape", "down")
        await check_shown(desk, ALL)


async def test_what_is_pasted_is_cleaned_before_it_stands_in_a_field(
    defiled_vault: Vault, open_desk: OpenDesk, tmp_path: Path
) -> None:
    async with open_desk(defiled_vault, NARROW) as desk:
        await pushed(lambda _d, _f: AskText("备注"))(desk, tmp_path)
        desk.app.post_message(Paste(SHORT))
        field = desk.app.screen.query_one(Input)
        await desk.until(lambda: field.value, "it has been pasted")
        check_frame(desk, NARROW)
        assert field.value == clean(SHORT)


async def click_what_looks_like_a_link(desk: Desk) -> None:
    """A click on the text of an action is a click on a text."""
    for y, line in enumerate(drawn(desk).split("\n")):
        if (at := line.find("按我")) >= 0:
            await desk.pilot.click(offset=(hostile.cell_len(line[:at]), y))
            return
