"""THE table of changes that can be undone: what each is called, and what an undo of it counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tui.rules.activities import ActivityKind, Attended
from tui.rules.archives import Work
from tui.rules.check_items import MATERIAL_NAMES
from tui.rules.checks import Check, Stage, Verdict
from tui.rules.comparison import Decision, SetKind
from tui.rules.focus_groups import FocusGroup
from tui.rules.letter_states import CLOSINGS, RETURN_REASONS
from tui.rules.member_fields import FIELDS
from tui.rules.search_cases import CaseOutcome
from tui.rules.searches import Channel
from tui.rules.situations import SituationKind
from tui.store.commands.roster import LISTS
from tui.store.images import (
    ACTIVITY,
    ARCHIVE,
    ARCHIVE_INQUIRY,
    ARCHIVE_WORK,
    ATTENDANCE,
    BRANCH_STATEMENT,
    CHECK_RECORD,
    CORRECTION,
    DIFFERENCE,
    DISPOSAL_CASE,
    DISPOSAL_DECISION,
    DISPOSAL_PROCEDURE,
    DISPOSAL_REFERRAL,
    DISPOSAL_STEP,
    EVIDENCE,
    FOCUS_GROUP,
    LETTER,
    LETTER_FOLLOW_UP,
    LETTER_NUMBER,
    LEVELS,
    MEMBER,
    OFFICE_REQUEST,
    ONLINE_ENTRY,
    ORGANIZATION,
    PAYMENT,
    REFERENCE_ROW,
    REGULAR_FACT,
    REGULAR_FOLLOW_UP,
    REGULAR_STEP,
    REGULARIZATION,
    REVIEW,
    SEARCH_ATTEMPT,
    SEARCH_CASE,
    SEARCH_MINIMUM,
    SITUATION,
    SITUATION_DEFINITION,
    STATEMENT,
    UNIT_EVIDENCE,
    Table,
)

Detail = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """An undoable action.

    ``said`` names it on the message line, from the entry's detail where that tells more. An undo counts the rows of
    ``counted``, each a ``noun``. ``together``: what it wrote about one member goes back together or not at all.
    """

    said: str | Callable[[Detail], str]
    noun: str = "人"
    counted: tuple[Table, ...] = (REVIEW, MEMBER)
    together: bool = False

    def name(self, detail: Detail) -> str:
        """What was done, in quotation marks."""
        return f"“{self.said if isinstance(self.said, str) else self.said(detail)}”"


def _check(detail: Detail) -> str:
    return f"{Stage(detail['stage']).label}·{Check(detail['check']).label}"


DEEDS: Final[Mapping[str, Deed]] = {
    "review.verdict": Deed(lambda detail: f"{_check(detail)}记为{Verdict(detail['verdict']).label}"),
    "review.note": Deed("写备注"),
    "review.record": Deed(lambda detail: f"{_check(detail)}核查记录", counted=(CHECK_RECORD, REVIEW, MEMBER)),
    "review.accept": Deed(lambda detail: f"{_check(detail)}采纳建议"),
    "review.statement": Deed("介绍信存根检查情况", "个党支部", (BRANCH_STATEMENT,)),
    "roster.import": Deed(lambda detail: f"导入{LISTS.get(detail.get('kind', 'roster'), '名册')}"),
    "letters.import": Deed(
        lambda detail: "导入转出介绍信" if detail["direction"] == "out" else "导入转入介绍信", "封", (LETTER,)
    ),
    "dues.import": Deed("导入党费", "笔", (PAYMENT,)),
    "organizations.import": Deed("导入党组织", "个党组织", (ORGANIZATION,)),
    "organization.add": Deed("添加党组织", "个党组织", (ORGANIZATION,)),
    "fill_in.apply": Deed(lambda detail: f"收回填报表第{detail['number']}号"),
    "member.edit": Deed(lambda detail: f"改{FIELDS[detail['field']].label}"),
    "member.move": Deed("换党支部"),
    "focus_group.set": Deed(lambda detail: f"列入{FocusGroup(detail['group']).label}", counted=(FOCUS_GROUP,)),
    "focus_group.unset": Deed(lambda detail: f"移出{FocusGroup(detail['group']).label}", counted=(FOCUS_GROUP,)),
    "comparison.import": Deed(lambda detail: f"与{SetKind(detail['kind']).label}比对", counted=(REFERENCE_ROW,)),
    "comparison.decide": Deed(lambda detail: f"比对差异记为{Decision(detail['decision']).label}", "项", (DIFFERENCE,)),
    "comparison.correct": Deed("记为已在统计库更正", "项", (DIFFERENCE,)),
    "online.enter": Deed("网上接转系统记为已编入", counted=(ONLINE_ENTRY,)),
    "online.remove": Deed("网上接转系统取消已编入", counted=(ONLINE_ENTRY,)),
    "verification.state": Deed("填写核查表", "项", (STATEMENT,)),
    "verification.close": Deed("核查办结", "个党支部", (STATEMENT,)),
    "verification.reopen": Deed("重新核查", "个党支部", (STATEMENT,)),
    "correction.file": Deed("提更正意见", "件", (CORRECTION,)),
    "correction.withdraw": Deed("撤回更正意见", "件", (CORRECTION,)),
    "correction.settle": Deed("更正意见销号", "件", (CORRECTION,)),
    "archive.place": Deed("登记档案保管", counted=(ARCHIVE,), together=True),
    "archive.establish": Deed("建立党员档案", counted=(ARCHIVE,), together=True),
    "archive.inquire": Deed("发商转函", "件", (ARCHIVE_INQUIRY,)),
    "archive.answer": Deed("商转函记复函", "件", (ARCHIVE_INQUIRY,)),
    "archive.work": Deed(
        lambda detail: f"{MATERIAL_NAMES[detail['material']]}{Work(detail['kind']).label}", "项", (ARCHIVE_WORK,)
    ),
    "archive.finish": Deed("档案材料办结", "项", (ARCHIVE_WORK,), together=True),
    "archive.withdraw": Deed("撤回档案事项", "项", (ARCHIVE_INQUIRY, ARCHIVE_WORK)),
    "evidence.attach": Deed("添加附件", "份", (EVIDENCE, UNIT_EVIDENCE)),
    "evidence.withdraw": Deed("撤回附件", "份", (EVIDENCE, UNIT_EVIDENCE)),
    "situation.record": Deed(
        lambda detail: f"登记{SituationKind(detail['kind']).label}", "条", (SITUATION,), together=True
    ),
    "situation.amend": Deed("修改情形登记", "条", (SITUATION,), together=True),
    "situation.end": Deed("了结情形", "条", (SITUATION,), together=True),
    "situation.withdraw": Deed("撤回情形", "条", (SITUATION,), together=True),
    "situation.adopt": Deed("采纳情形建议", "条", (SITUATION,), together=True),
    "situation.define": Deed(
        lambda detail: f"改“{SituationKind(detail['kind']).label}”的定义", "项", (SITUATION_DEFINITION,)
    ),
    "dues.record": Deed(lambda detail: f"登记{detail['month']}党费", counted=(PAYMENT,)),
    "activity.hold": Deed(lambda detail: f"登记{ActivityKind(detail['kind']).label}", "次", (ACTIVITY,), together=True),
    "activity.attend": Deed(
        lambda detail: f"到会情况记为{Attended(detail['state']).label}", counted=(ATTENDANCE,), together=True
    ),
    "activity.amend": Deed("改组织生活记录", "次", (ACTIVITY,)),
    "activity.withdraw": Deed("撤回组织生活记录", "次", (ACTIVITY,), together=True),
    "campaign.levels": Deed("规定自查和核查的层级", "项", (LEVELS,)),
    "letter.issue": Deed("开具介绍信", "封", (LETTER,), together=True),
    "letter.reissue": Deed("补开介绍信", "封", (LETTER,), together=True),
    "letter.register": Deed("登记介绍信", "封", (LETTER,), together=True),
    "letter.receipt": Deed("登记回执", "封", (LETTER,)),
    "letter.arrival": Deed("登记介绍信到达", "封", (LETTER,), together=True),
    "letter.return": Deed(lambda detail: f"介绍信退回更正：{RETURN_REASONS[detail['reason']]}", "封", (LETTER,)),
    "letter.settle": Deed(lambda detail: f"介绍信了结：{CLOSINGS[detail['how']]}", "封", (LETTER,), together=True),
    "letter.void": Deed("介绍信作废", "封", (LETTER,), together=True),
    "letter.edit": Deed("改介绍信", "封", (LETTER,)),
    "letter.follow_up": Deed("记介绍信跟踪", "条", (LETTER_FOLLOW_UP,)),
    "letter.spoil": Deed("号码作废", "个", (LETTER_NUMBER,)),
    "regular.open": Deed("列入规范管理", "件", (REGULARIZATION,), together=True),
    "regular.describe": Deed("填写规范管理情况", "件", (REGULARIZATION,), together=True),
    "regular.fact": Deed("记核实事项", "项", (REGULAR_FACT,), together=True),
    "regular.refer": Deed("记线索移送", "项", (REGULAR_FACT,), together=True),
    "regular.decide": Deed("定规范管理措施", "件", (REGULARIZATION,), together=True),
    "regular.step": Deed("记规范管理步骤", "步", (REGULAR_STEP,), together=True),
    "regular.approve": Deed("记规范管理审批", "步", (REGULAR_STEP,), together=True),
    "regular.follow": Deed("记规范管理后续", "项", (REGULAR_FOLLOW_UP,), together=True),
    "regular.withdraw": Deed("撤回规范管理", "件", (REGULARIZATION,), together=True),
    "search.open": Deed("开案查找", counted=(SEARCH_CASE,)),
    "search.attempt": Deed(lambda detail: f"记查找（{Channel(detail['channel']).label}）", counted=(SEARCH_ATTEMPT,)),
    "search.attempt_withdraw": Deed("撤回查找记录", "条", (SEARCH_ATTEMPT,)),
    "search.facts": Deed("填写失联情况", counted=(SEARCH_CASE,)),
    "search.nature": Deed("填写失联性质认定表", counted=(SEARCH_CASE,)),
    "search.settle": Deed(lambda detail: f"记为{CaseOutcome(detail['outcome']).label}", counted=(SEARCH_CASE,)),
    "search.unreachable": Deed("认定确实无法取得联系", counted=(SEARCH_CASE,)),
    "search.reopen": Deed("重新查找", counted=(SEARCH_CASE,), together=True),
    "search.withdraw": Deed("撤销开案", counted=(SEARCH_CASE,)),
    "search.request": Deed(lambda detail: f"提请{Channel(detail['office']).label}查找", counted=(OFFICE_REQUEST,)),
    "search.request_withdraw": Deed("撤回提请", counted=(OFFICE_REQUEST,)),
    "search.letter": Deed("发函部门查找", counted=(OFFICE_REQUEST,)),
    "search.answer": Deed("登记部门答复", counted=(OFFICE_REQUEST,), together=True),
    "disposal.open": Deed("立案处置", "件", (DISPOSAL_CASE,), together=True),
    "disposal.step": Deed("记处置步骤", "步", (DISPOSAL_STEP,), together=True),
    "disposal.decide": Deed("记处置审核、审批", "步", (DISPOSAL_DECISION,), together=True),
    "disposal.close": Deed("处置归档办结", "件", (DISPOSAL_CASE,), together=True),
    "disposal.withdraw": Deed("撤销处置立案", "件", (DISPOSAL_CASE,), together=True),
    "disposal.history": Deed("补录历史处置", "件", (DISPOSAL_CASE,), together=True),
    "disposal.refer": Deed("移送线索", "件", (DISPOSAL_REFERRAL,), together=True),
    "disposal.settle": Deed("登记线索办理情况", "件", (DISPOSAL_REFERRAL,), together=True),
    "disposal.procedure": Deed("登记处置程序文件", "项", (DISPOSAL_PROCEDURE,), together=True),
    "search.minimums": Deed("规定查找的最低要求", "项", (SEARCH_MINIMUM,)),
}
