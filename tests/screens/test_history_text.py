"""A member's history and card in words: everything told from → to, numbers masked, no line too long."""

from hypothesis import given
from hypothesis import strategies as st
from people import arrival, take_in
from rich.text import Text

from tui.rules.archives import Keeper, Kept, Work
from tui.rules.checks import Check, Given, Stage, Verdict
from tui.rules.evidence import Media
from tui.rules.units import UnitKind
from tui.screens.card_text import _add_lines, checks_text
from tui.screens.history_text import deed, lines
from tui.store.commands.archives import Inquiry, Place, Task, finish_work, inquire, place_archive, plan_work
from tui.store.commands.editing import set_field
from tui.store.commands.evidence import attach
from tui.store.commands.letters import LetterArrival, import_letters
from tui.store.commands.organizations import add_organization
from tui.store.commands.payments import PaymentArrival, import_payments
from tui.store.commands.roster import Arrival, import_roster
from tui.store.commands.undo import undo
from tui.store.commands.verdicts import give_verdict, write_note
from tui.store.queries.evidence import Of
from tui.store.queries.focused import focused_card
from tui.store.queries.history import History, member_history
from tui.store.session import Session
from tui.store.vault import Vault
from tui.text import width

IDNO, PHONE = "11010519491231002X", "13800138000"


def told(vault: Vault) -> tuple[History, list[list[str]]]:
    """The first member's history, and each entry's lines, the newest first."""
    history = vault.read(member_history, 1).result()
    return history, [lines(event.rows, history) for event in history.events]


def test_each_kind_of_change_is_told_in_words_and_no_number_is_shown(branch: Vault) -> None:
    take_in(branch, arrival("张三", sex="male", idno=IDNO, phone=PHONE))

    def acts(session: Session) -> None:
        set_field(session, [1], "phone", "13900139000")
        give_verdict(session, Stage.SELF_CHECK, Check.DUES, Verdict.DOUBTFUL, [1], given=Given.SINGLY)
        write_note(session, Stage.SELF_CHECK, [1], "已联系")
        letter = LetterArrival(None, 1, {"number": "12", "issued": "2016-03-01", "to_unit": "某街道党工委"}, {})
        import_letters(session, [letter], 1, direction="out")
        import_payments(session, [PaymentArrival(1, {"last_month": "2026-10", "fen": 1250}, {})], 1)

    branch.write(acts).result()
    history, entries = told(branch)
    paid, letter, note, verdict, edit, imported = entries
    assert "党费·金额：空 → 12.50元" in paid
    assert "介绍信（12）·去向：空 → 转出" in letter
    assert any("2016-03-01" in line for line in letter)
    assert note == ["支部自查·备注：空 → 已联系"]
    assert verdict == ["支部自查·党费：未查 → 存疑（逐人，张明）"]
    assert edit[0] == "手机：138****8000 → 139****9000"
    assert "程序发现的问题：无 → 缺少籍贯。" in edit
    assert "性别：空 → 男" in imported
    assert "所在党组织：空 → 计算机学院教工党支部" in imported
    everything = "".join(line for entry in entries for line in entry)
    assert not [number for number in (IDNO, PHONE, "13900139000") if number in everything]
    assert all(event.by == "张明" for event in history.events)


def test_a_move_and_its_undo_are_told_with_the_names_of_the_branches(committee: Vault) -> None:
    for name in ("学生一支部", "学生二支部"):
        committee.write(add_organization, 1, UnitKind.BRANCH, "", name).result()
    take_in(committee, arrival("张三", org=2))
    committee.write(import_roster, [Arrival(1, 3, {"name": "张三"}, {}, "z s", ())], 1).result()
    committee.write(undo).result()
    history, entries = told(committee)
    assert "所在党组织：学生二支部 → 学生一支部" in entries[0]
    assert "所在党组织：学生一支部 → 学生二支部" in entries[1]
    assert deed(history.events[0]).endswith(f"第{history.events[1].seq}号")
    assert deed(history.events[1]).endswith("（已被撤销）")


@given(st.text(alphabet="甲乙丙；、，ab 1", max_size=200), st.integers(8, 80))
def test_no_line_of_the_card_is_wider_than_its_page_and_nothing_is_lost(line: str, room: int) -> None:
    text = Text()
    _add_lines(text, line, room)
    pieces = text.plain.split("\n")[:-1]
    assert all(width(piece) <= room for piece in pieces)
    assert pieces[0] + "".join(piece[2:] for piece in pieces[1:]) == line


def test_the_check_in_hand_comes_first_on_the_card(branch: Vault) -> None:
    take_in(branch, arrival("张三", dues_to="2026-10", findings=["B05"]))
    focused = branch.read(focused_card, 1, 1).result()
    assert focused is not None
    page = checks_text(focused, Check.DUES, Stage.SELF_CHECK, 80).plain
    assert page.index("缺项（党费）") < page.index("缺项（名册）")
    assert page.index("▸3 核查交纳党费") < page.index("1 核查党员名册")
    assert "党费交至 2026-10" in page
    assert page.index("1 核查党员名册") < page.index("! 缺少籍贯。") < page.index("2 核查党员档案")


def test_what_was_done_about_a_file_is_told_in_words(branch: Vault) -> None:
    take_in(branch, arrival("张三", application="missing"))

    def acts(session: Session) -> None:
        place_archive(session, [1], Place(Kept.PARTY, Keeper.COMMITTEE, "甲党委", "2026-11"))
        inquire(session, 1, Inquiry("乙党委", "2026-10", "请核实", "5号"))
        plan_work(session, 1, Task("application", Work.SUPPLEMENT, "2026-12", "张明"))
        finish_work(session, 1, "2026-11-18", "补来", found="complete")
        attach(session, Of("archive_work", 1), "[/]补件.pdf", Media.PDF, b"%PDF-1.4")

    branch.write(acts).result()
    _, (attached, finished, planned, asked, placed, *_) = told(branch)
    assert attached == ["附件：无 → [/]补件.pdf，PDF文件，在库"]
    assert (
        "档案材料跟进：入党申请书补充，未办结，2026-12，张明 → 入党申请书补充，已办，2026-11-18，张明，补来，齐全"
        in finished
    )
    assert "入党申请书：缺 → 齐全" in finished
    assert planned == ["档案材料跟进：无 → 入党申请书补充，未办结，2026-12，张明"]
    assert asked == ["商转函：无 → 2026-10致乙党委，5号，请核实，未办结"]
    assert "档案保管：无 → 党员档案，所在基层党委，2026-11" in placed
