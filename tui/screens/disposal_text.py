"""组织处置 in words: a case in the ledger, and the lines of its procedure."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import CONFIRMED, Act, Step
from tui.rules.disposal.register import ENDS, State
from tui.rules.disposal.votes import Vote, VoteFault
from tui.rules.disposal.words import ACTS, ANSWERS, LEVELS
from tui.store.images import DISPOSAL_CASE
from tui.store.queries.disposal_case import OPENING, Recorded
from tui.store.queries.disposal_ledger import CasePage, CaseRow, Turn
from tui.store.queries.evidence import Of
from tui.text import clean
from tui.widgets.columns import Column
from tui.widgets.rows import Cell, Tone

COLUMNS: Final = (
    Column("name", "姓名", 8), Column("branch", "党组织", 14, stretch=True, tail=True),
    Column("kind", "处置方式", 8, stretch=True),
    Column("place", "进度", 5), Column("coming", "下一步／结果", 14, stretch=True), Column("acting", "由谁", 6),
    Column("since", "自／限期至", 13),
)  # fmt: skip
LINE_COLUMNS: Final = (
    Column("step", "步骤", 20), Column("level", "由谁", 7), Column("on", "日期", 10),
    Column("said", "记载", 25, stretch=True), Column("state", "", 10),
)  # fmt: skip
DONE: Final = "✓ 已办"
LATE: Final = "!"
"""Stands behind the day of what is overdue."""
BACK: Final = "✗ 退回"
INFERRED: Final = "※"
"""Marks a step that no source prints, or whose level none prints."""
_SHORT_LEVELS: Final = dict(zip(LEVELS, ("支部", "上级", "党委", "组织部"), strict=True))


class Line(NamedTuple):
    """A line of a case's page: a step on record (``recorded``), or one that is still to be done (``step``)."""

    label: str
    level: str
    on: str
    said: str
    state: str
    tone: Tone
    of: Of
    recorded: Recorded | None = None
    step: Step | None = None


# the ledger


def cells(row: CaseRow, branch: str, today: date) -> tuple[Cell, ...]:
    """The cells of a case in the ledger; ``branch`` as its name is shown."""
    file, where = row.file, row.standing
    total = f"{where.place}/{len(file.procedure.steps)}" if file.procedure else ""
    if file.state is State.OPEN:
        coming, acting = _coming(row, today), _acting(row)
        day = f"至{where.until}" if where.until else f"自{where.since}"
    else:
        ends = ENDS.get(file.row["outcome"] or "", "")
        coming = Cell("，".join(filter(None, (file.state.label, ends))), "dim" if file.state is State.WITHDRAWN else "")
        acting, day = "", f"自{file.row['effective_on'] or file.row['withdrawn_on'] or ''}"
        total = total if file.state is State.CLOSED else ""
    since = Cell(f"{day}{LATE}", "todo") if row.overdue else Cell(day)
    return Cell(file.member["name"]), Cell(branch), Cell(file.label), Cell(total), coming, Cell(acting), since


def _coming(row: CaseRow, today: date) -> Cell:
    """The next step, or what stands in its way; one that was sent back or overtaken is to be done again."""
    if row.file.procedure is None:
        return Cell(Obstacle.PROCEDURE_UNKNOWN.label, "doubt")
    if row.file.irregular(today):
        return Cell("步骤不合程序", "doubt")
    if row.turn is Turn.AUTHORITY:
        return Cell("等待移送结果", "todo")
    step = row.standing.step
    if step is None:
        return Cell("")
    before = any(each.row["step"] == step.key for each in row.file.recorded)
    return Cell(f"重办：{step.label}", "todo") if before else Cell(step.label)


def _acting(row: CaseRow) -> str:
    if row.turn is Turn.AUTHORITY or row.standing.step is None:
        return "机关" if row.turn is Turn.AUTHORITY else ""
    return Turn.OWN.value if row.turn is Turn.OWN else _SHORT_LEVELS[row.standing.step.at]


# one case: its lines


def lines(found: CasePage, today: date) -> list[Line]:
    """The procedure of a case in order: what is on record, the next step, what is still to come."""
    file = found.row.file
    case = file.case
    if case is None:
        return [_recorded_line(found, each, "", ()) for each in file.recorded]
    standing = {id(each) for each in case.standing}
    done = dict(zip(map(id, file.standing), case.done, strict=True))
    irregular: dict[int, list[Obstacle]] = {}
    at_opening = []
    for place, obstacle in file.irregular(today):
        if place == OPENING:
            at_opening.append(obstacle.label)
        else:
            irregular.setdefault(id(file.standing[place]), []).append(obstacle)
    shown = []
    if at_opening:
        said, opened_on = f"{'；'.join(at_opening)}。", file.row["opened_on"]
        case_of = Of(DISPOSAL_CASE.name, file.row["id"])
        shown.append(Line("立案", "", opened_on, said, "! 不合程序", "doubt", case_of))
    for each in file.recorded:
        counts = id(each) in done and id(done[id(each)]) in standing
        shown.append(_recorded_line(found, each, "" if counts else "退回前", irregular.get(id(each), ())))
    if file.state in (State.CLOSED, State.HISTORY, State.WITHDRAWN):
        return shown
    to_come = case.procedure.steps[len(case.standing) :]
    shown += [_coming_line(found, step, following=place > 0) for place, step in enumerate(to_come)]
    return shown


def _coming_line(found: CasePage, step: Step, *, following: bool) -> Line:
    """A step to be done; those that follow the next one are dim."""
    of = Of(DISPOSAL_CASE.name, found.row.file.row["id"])
    if following:
        return Line(step.label, _level(step), "", _needs(step), "", "dim", of, None, step)
    return Line(step.label, _level(step), "", _wanted(found, step), "▶ 下一步", "todo", of, None, step)


def _recorded_line(found: CasePage, each: Recorded, before: str, irregular: Sequence[Obstacle]) -> Line:
    file = found.row.file
    steps = file.procedure.steps if file.procedure else ()
    step = next((step for step in steps if step.key == each.row["step"]), None)
    said, state = recorded_words(each, announced=step is not None and step.announces), DONE
    tone: Tone = "good"
    if not each.counts:
        said, state, tone = f"已被取代（案情已变）。{said}", "已被取代", "dim"
    elif each.row["rejected"] == "yes":
        said, state, tone = f"{_why_back(each)}。{said}", BACK, "doubt"
    elif before:
        state, tone = before, "dim"
    if irregular:
        said, state, tone = f"{'；'.join(each.label for each in irregular)}。{said}", "! 不合程序", "doubt"
    if count := found.files.get((each.table.name, each.row["id"])):
        said += f"，附件{count}份"
    level = _level(step) if step else ""
    return Line(
        step.label if step else each.row["step"], level, each.row["on_day"], said, state, tone,
        Of(each.table.name, each.row["id"]), each, step,
    )  # fmt: skip


def _level(step: Step) -> str:
    return f"{_SHORT_LEVELS[step.at]}{INFERRED}" if step.inferred else _SHORT_LEVELS[step.at]


def _why_back(each: Recorded) -> str:
    if each.vote is not None and not each.row["why"]:
        return "支部大会没有通过"
    return f"退回：{each.row['why'] or '没有写明理由'}"


def recorded_words(each: Recorded, *, announced: bool) -> str:
    """A step on record in a phrase: how the meeting voted, who, with which paper, until when, what was answered."""
    row = each.row
    parts = [
        vote_words(each.vote, announced=announced) if each.vote else "",
        each.unit if each.decision else "", row["who"], row["document"] or "",
        f"至{row['until']}" if row.get("until") else "", ANSWERS.get(row.get("answer") or "", ""),
        "八项逐项确认" if len(each.texts("confirmed")) == len(CONFIRMED) else "",
        f"材料：{'、'.join(each.texts('papers'))}" if each.texts("papers") else "",
        "听取了本人陈述" if row.get("heard") else "", row["content"] or "",
    ]  # fmt: skip
    return "，".join(filter(None, map(clean, parts)))


def vote_words(vote: Vote, *, announced: bool = False) -> str:
    """Whether the proposal passed, and the figures of the meeting; ``announced``: it was said, not decided."""
    fault = vote.fault
    if fault is None or fault is VoteFault.NOT_PASSED:
        passed = "宣布" if announced else "通过" if fault is None else "未通过"
    else:
        passed = f"不成表决（{fault.value.removesuffix('。')}）"
    called = f"，应到{vote.called}实到{vote.came}" if vote.called is not None and vote.came is not None else ""
    votes = f"赞成{vote.for_it}反对{vote.against}弃权{vote.abstained}"
    return f"{passed}：{votes}，有表决权应到{vote.entitled}实到{vote.present}{called}"


def acting_words(row: CaseRow) -> str:
    """Who has to do the next step: the unit, or the level."""
    step = row.standing.step
    if row.turn is Turn.AUTHORITY or step is None:
        return "接收线索的机关"
    if row.turn is Turn.ABOVE:
        return f"{LEVELS[step.at]}（上级）"
    name = clean(row.acting or row.file.organization)
    return f"{name}（下级）" if row.turn is Turn.BELOW else name


def _wanted(found: CasePage, step: Step) -> str:
    waits = found.row.turn is Turn.AUTHORITY
    return f"{'等待移送的线索办理结果' if waits else f'由{acting_words(found.row)}办理'}；{_needs(step)}"


def _needs(step: Step) -> str:
    """What a step takes."""
    parts = [ACTS[step.act], "听取本人陈述" if step.statement else ""]
    parts.append("逐项确认八项" if step.act is Act.REVIEW else "")
    parts.append(f"结果：{'或'.join(ANSWERS.get(each, each) for each in step.answers)}" if step.answers else "")
    parts.append(f"须有{'、'.join(step.papers)}" if step.papers else "")
    parts.append("程序为本程序推定" if step.inferred else "")
    return "，".join(filter(None, parts))


def line_cells(line: Line) -> tuple[Cell, ...]:
    """A line of the page as cells."""
    quiet: Tone = "dim" if line.tone == "dim" else ""
    return (
        Cell(line.label, quiet), Cell(line.level, quiet), Cell(line.on, quiet), Cell(line.said, quiet),
        Cell(line.state, line.tone),
    )  # fmt: skip
