"""One case of 组织处置 to be read: its head, the whole of it, one step with everything that is on record."""

from collections.abc import Iterator
from datetime import date

from rich.text import Text

from tui.rules.check_items import AUTHORITY
from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.procedures import CONFIRMED, UNQUALIFIED_FORMS, Fact
from tui.rules.disposal.register import ENDS, Origin, State
from tui.rules.disposal.words import ANSWERS, CATEGORIES, SETS
from tui.rules.identity import mask_id
from tui.screens.disposal_text import BACK, DONE, Line, lines, vote_words
from tui.store.images import Values
from tui.store.queries.disposal_case import CaseFile
from tui.store.queries.disposal_ledger import CasePage, Related
from tui.text import clean


def head_text(found: CasePage, today: date) -> Text:
    """Who, what, how it stands, what holds it up: a few lines above the procedure."""
    file = found.row.file
    text = Text(overflow="fold")
    text.append(f"{_who(file)}\n", "bold")
    text.append(f"{clean(file.label)}  {file.state.label}  {_opened(file)}\n")
    for sentence in warnings(found, today):
        text.append(f"! {sentence}\n", "bold")
    for sentence in _ended(file):
        text.append(f"{sentence}\n", "bold")
    for each in file.grounds:
        text.append(f"事实：{_ground(each)}\n")
    for said in _statements(file):
        text.append(f"{said}\n")
    for other in found.others:
        label = "前一案件（本案以其结果为前提）" if other.id == file.row["earlier"] else "其他案件"
        text.append(f"{label}：{other_words(other)}\n")
    for basis in file.procedure.basis if file.procedure else ():
        text.append(f"依据：{clean(basis)}\n", "dim")
    return text


def _who(file: CaseFile) -> str:
    member = file.member
    number = mask_id(member["idno"]) if member["idno"] else "没有证件号"
    parts = (member["name"], CATEGORIES.get(member["category"] or "", "类别不明"), number, file.organization)
    gone = f"  {member['gone']}起不在名册" if member["gone"] else ""
    return "  ".join(clean(part) for part in parts) + gone


def _opened(file: CaseFile) -> str:
    row = file.row
    if file.state is State.HISTORY:
        return f"决定日期{row['opened_on']}"
    source = f"（{clean(row['source'])}）" if row["source"] else ""
    policy = SETS.get(row["policy"], row["policy"])
    return f"{row['opened_on']}立案  来源：{Origin(row['origin']).label}{source}  按{policy}"


def warnings(found: CasePage, today: date) -> Iterator[str]:
    """What an official must know before he goes on."""
    file = found.row.file
    if file.procedure is None:
        yield Obstacle.PROCEDURE_UNKNOWN.value
    for each in file.referrals:
        if each["outcome_on"] is None:
            yield f"线索{each['on_day']}移送{AUTHORITY.get(each['authority'], '')}，结果未回，本件等待。"
    if wrong := file.irregular(today):
        reasons = "；".join(dict.fromkeys(obstacle.label for _, obstacle in wrong))
        yield f"有{len({place for place, _ in wrong})}步不合程序，须先改正：{reasons}。"
    if file.state is State.OPEN and file.to_do_again:
        yield f"有{len(file.to_do_again)}件记载因案情已变被取代，不作数，须重新办理。"
    if found.row.overdue is not None:
        yield found.row.overdue.value


def _ended(file: CaseFile) -> Iterator[str]:
    """What became of a case that is no longer in hand."""
    row = file.row
    if file.state is State.WITHDRAWN:
        yield f"{row['withdrawn_on']}撤销立案：{clean(row['why'] or '')}"
    if row["outcome"]:
        closed = f"；{row['closed_on']}归档" if file.state is State.CLOSED else ""
        yield f"结果：{ENDS.get(row['outcome'], row['outcome'])}，{row['effective_on']}起{closed}"
    if file.state is State.HISTORY:
        number = f"，{clean(row['document'])}" if row["document"] else ""
        yield f"历史补录（使用本程序之前决定）：{clean(row['decided_by'] or '')}{number}"
        yield f"所知情况：{clean(row['known'] or '')}"


def _ground(row: Values) -> str:
    label = UNQUALIFIED_FORMS.get(row["ground"]) or Fact(row["ground"]).label
    return clean(f"{label}：{row['said']}（{row['who']}，{row['on_day']}；证据：{row['evidence']}）")


def _statements(file: CaseFile) -> Iterator[str]:
    """What the member said, wherever he was heard."""
    for each in file.recorded:
        if each.counts and each.row.get("heard"):
            yield f"本人陈述（{each.row['on_day']}）：{clean(each.row['heard'])}"
        if each.counts and each.row.get("objection"):
            yield f"本人异议（{each.row['on_day']}）：{clean(each.row['objection'])}"


def other_words(other: Related) -> str:
    """Another case of the same member in a phrase."""
    ended = f"，{ENDS.get(other.outcome, other.outcome)}（{other.effective_on}起）" if other.outcome else ""
    return f"{other.opened_on} {clean(other.label)} {other.state.label}{ended}"


def referral_words(row: Values) -> str:
    """A clue that was referred: to whom, when, with what, and what came of it."""
    number = f"，{row['document']}" if row["document"] else ""
    receipt = f"{row['receipt_on']}收到回执（{row['receipt']}）" if row["receipt_on"] else "没有回执"
    result = f"{row['outcome_on']}结果：{row['outcome']}" if row["outcome_on"] else "结果未回"
    to = AUTHORITY.get(row["authority"], "")
    what = f"{row['matter']}；材料：{row['materials']}"
    return clean(f"{row['on_day']}移送{to}（{row['receiver']}）{number}：{what}；{receipt}；{result}")


def whole_text(found: CasePage, today: date) -> Text:
    """Everything about a case, to be read."""
    file = found.row.file
    text = head_text(found, today)
    text.append("\n程序\n", "bold")
    for number, line in enumerate(lines(found, today), 1):
        text.append(f"{number}. {line.label}（{line.level}）  {line.state}\n")
        for each in line_details(line):
            text.append(f"   {each}\n")
    text.append("\n线索移送\n", "bold")
    for row in file.referrals:
        text.append(f"{referral_words(row)}\n")
    if not file.referrals:
        text.append("（没有）\n")
    return text


def line_details(line: Line) -> Iterator[str]:
    """All that is on record of a step, line by line; of one that is still to come what it takes."""
    each = line.recorded
    if each is None:
        yield line.said
        return
    row = each.row
    if line.state == BACK:
        yield BACK
    elif line.state != DONE:
        yield f"{line.state}：{line.said.partition('。')[0]}"
    yield f"日期：{row['on_day']}"
    yield clean(f"经办人（主持人、签批人）：{row['who']}（{each.unit}；由{each.by_name}记入）")
    for label, text in (
        ("文号", row["document"]), ("内容", row["content"]), ("本人陈述", row.get("heard")),
        ("本人异议", row.get("objection")), ("退回理由", row["why"]), ("期限至", row.get("until")),
        ("结果", ANSWERS.get(row.get("answer") or "")),
    ):  # fmt: skip
        if text:
            yield f"{label}：{clean(text)}"
    if each.vote is not None:
        yield f"表决：{vote_words(each.vote, announced=line.step is not None and line.step.announces)}"
    if confirmed := each.texts("confirmed"):
        yield f"确认：{'、'.join(label for key, label in CONFIRMED.items() if key in confirmed)}"
    for paper, where in each.texts("papers").items():
        yield clean(f"材料：{paper}（{where}）")
    if each.decision and row["signature"]:
        yield f"随决定包收到，签名经核对为{clean(each.unit)}"
    if line.step is not None and line.step.inferred:
        yield "程序为本程序推定：文件没有写明这一步由哪一级办理"
