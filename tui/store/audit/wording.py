"""What a line of the journal says, in Chinese; codes and figures only, as the line itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tui.rules.activities import ActivityKind, Attended
from tui.rules.archives import Kept, Work
from tui.rules.check_items import MATERIAL_NAMES
from tui.rules.checks import Check, Stage, Verdict
from tui.rules.comparison import Decision, SetKind
from tui.rules.evidence import Media
from tui.rules.focus_groups import FocusGroup
from tui.rules.letter_numbers import written
from tui.rules.letter_reissue import Responsibility
from tui.rules.letter_states import CLOSINGS, FOLLOWED, RETURN_REASONS
from tui.rules.member_fields import FIELDS
from tui.rules.papers import PaperKind
from tui.rules.regular_steps import FollowUp
from tui.rules.regularization import Fact, Measure, Origin
from tui.rules.roles import Role
from tui.rules.search_cases import CaseOutcome
from tui.rules.searches import Channel, Result
from tui.rules.situations import SituationKind
from tui.store.audit.auditing import Report

_ACTIONS: Final = {
    "vault.found": "新建保险库",
    "person.enter": "首次进入业务库",
    "roster.import": "导入名册",
    "letters.import": "导入介绍信",
    "dues.import": "导入党费",
    "dues.record": "登记党费",
    "activity.hold": "登记组织生活",
    "activity.attend": "记到会情况",
    "activity.amend": "改组织生活记录",
    "activity.withdraw": "撤回组织生活记录",
    "organizations.import": "导入党组织",
    "organization.add": "添加党组织",
    "comparison.import": "与外部名单比对",
    "comparison.decide": "记比对处理意见",
    "comparison.correct": "记统计库更正",
    "comparison.export": "导出比对表册",
    "online.enter": "记网上接转系统已编入",
    "online.remove": "取消网上接转系统已编入",
    "review.verdict": "记结论",
    "review.note": "写备注",
    "review.record": "记核查情况",
    "review.accept": "采纳建议",
    "review.statement": "记存根检查情况",
    "verification.state": "填写核查表",
    "verification.close": "核查办结",
    "verification.reopen": "重新核查",
    "verification.export": "导出核查表、核查报告",
    "correction.file": "提更正意见",
    "correction.withdraw": "撤回更正意见",
    "correction.settle": "更正意见销号",
    "campaign.levels": "规定自查和核查的层级",
    "situation.record": "登记情形",
    "situation.amend": "修改情形登记",
    "situation.end": "了结情形",
    "situation.withdraw": "撤回情形",
    "situation.adopt": "采纳情形建议",
    "situation.define": "改情形的定义",
    "undo": "撤销",
    "redo": "重做",
    "member.reveal": "查看证件号、电话",
    "member.edit": "改党员信息",
    "member.move": "换党支部",
    "focus_group.set": "列入重点群体",
    "focus_group.unset": "移出重点群体",
    "member.form": "写出党员基本情况登记表",
    "archive.place": "登记档案保管",
    "archive.establish": "建立党员档案",
    "archive.inquire": "发商转函",
    "archive.answer": "商转函记复函",
    "archive.work": "登记档案材料跟进事项",
    "archive.finish": "档案材料跟进事项办结",
    "archive.withdraw": "撤回商转函、跟进事项",
    "archive.export": "写出档案问题名单",
    "evidence.attach": "添加附件",
    "evidence.withdraw": "撤回附件",
    "evidence.copy": "写出附件副本",
    "regular.open": "列入规范管理",
    "regular.describe": "填写规范管理情况",
    "regular.fact": "记核实事项",
    "regular.refer": "记线索移送",
    "regular.decide": "定规范管理措施",
    "regular.step": "记规范管理步骤",
    "regular.approve": "记规范管理审批",
    "regular.follow": "记规范管理后续",
    "regular.withdraw": "撤回规范管理",
    "disposal.open": "立案处置",
    "disposal.step": "记处置步骤",
    "disposal.decide": "记处置审核、审批",
    "disposal.close": "处置归档办结",
    "disposal.withdraw": "撤销处置立案",
    "disposal.history": "补录历史处置",
    "disposal.refer": "移送线索",
    "disposal.settle": "登记线索办理情况",
    "disposal.procedure": "登记处置程序文件",
    "search.open": "开案查找失联党员",
    "search.attempt": "记查找",
    "search.attempt_withdraw": "撤回查找记录",
    "search.facts": "填写失联情况",
    "search.nature": "填写失联性质认定表",
    "search.settle": "了结查找",
    "search.unreachable": "认定确实无法取得联系",
    "search.reopen": "重新查找",
    "search.withdraw": "撤销开案",
    "search.request": "提请部门查找",
    "search.request_withdraw": "撤回提请",
    "search.letter": "发函部门查找",
    "search.answer": "登记部门答复",
    "search.minimums": "规定查找的最低要求",
    "paper.write": "写出文书",
    "card.accept": "登记单位公钥卡",
    "letter.number": "取介绍信号码",
    "letter.issue": "开具介绍信",
    "letter.register": "登记介绍信",
    "letter.receipt": "登记介绍信回执",
    "letter.arrival": "登记介绍信到达",
    "letter.return": "介绍信退回更正",
    "letter.edit": "改介绍信",
    "letter.spoil": "介绍信号码作废",
    "letter.follow_up": "记介绍信跟踪",
    "letter.reissue": "补开介绍信",
    "letter.settle": "了结介绍信",
    "letter.void": "介绍信作废",
    "fill_in.issue": "发出填报表",
    "fill_in.apply": "收回填报表",
    "fill_in.clear": "登记填报表去向",
    "bundle.seal": "封装上报包",
    "bundle.apply": "接收上报包",
    "bundle.send_decisions": "封装处置决定包",
    "bundle.decisions": "接收处置决定包",
    "backup.keyed": "带密钥备份",
    "vault.restore": "恢复保险库",
    "vault.taken_up": "启用恢复的保险库",
    "unlock": "打开保险库",
    "passphrase.change": "更换口令",
    "passphrase.failures": "口令输错",
    "subkey.wrap": "转交密钥",
    "subkey.rotate": "更换数据库密钥",
    "person.propose": "提出账号",
    "person.admit": "批准账号",
    "person.role": "改变角色",
    "person.lock": "锁定账号",
    "person.unlock": "解锁账号",
    "person.remove": "移除账号",
    "policy.raise": "提高口令要求",
    "backup.copy": "密文备份",
    "audit.verify": "核对日志",
    "audit.export": "导出日志",
}

_TABLES: Final = {
    "comparison": "党员信息比对情况表",
    "not-on-roster": "不在花名册党员初审信息台帐",
    "unaccounted": "党员花名册多余人员信息台帐",
    "not-entered": "网上接转系统未编入党员名单",
    "verification-sheet": "工作组核查表",
    "verification-report": "核查情况报告",
}


def describe(action: str, detail: Mapping[str, Any]) -> str:
    """The action, and what of its detail a reader wants to know."""
    return "".join([_ACTIONS.get(action, action), *(f"：{part}" for part in [_particulars(action, detail)] if part)])


def _particulars(action: str, detail: Mapping[str, Any]) -> str:
    match action:
        case "review.verdict":
            stage, check, verdict = Stage(detail["stage"]), Check(detail["check"]), Verdict(detail["verdict"])
            bulk = "（批量）" if detail.get("given") == "b" else ""
            return f"{stage.label}·{check.label}记为{verdict.label}{bulk}"
        case "member.edit":
            return FIELDS[detail["field"]].label
        case "focus_group.set" | "focus_group.unset":
            return FocusGroup(detail["group"]).label
        case "review.record" | "review.accept":
            stage, check = Stage(detail["stage"]), Check(detail["check"])
            outcome = f"记为{Verdict(detail['verdict']).label}" if detail.get("verdict") else ""
            return f"{stage.label}·{check.label}{outcome}" + ("（批量）" if action == "review.accept" else "")
        case "archive.place":
            return Kept(detail["kept"]).label
        case "archive.work":
            return f"{MATERIAL_NAMES[detail['material']]}{Work(detail['kind']).label}"
        case "archive.export":
            return f"{detail['rows']}行"
        case "evidence.attach":
            return Media(detail["media"]).label
        case "situation.record" | "situation.define":
            return SituationKind(detail["kind"]).label
        case "search.attempt":
            return f"{Channel(detail['channel']).label}，{Result(detail['result']).label}"
        case "search.settle":
            return CaseOutcome(detail["outcome"]).label
        case "search.request":
            return Channel(detail["office"]).label
        case "dues.record":
            return f"{'至' if detail['up_to'] else ''}{detail['month']}，{detail['added']}笔"
        case "activity.hold":
            return ActivityKind(detail["kind"]).label
        case "activity.attend":
            return Attended(detail["state"]).label
        case "letters.import":
            return "转出" if detail["direction"] == "out" else "转入"
        case "letter.number" | "letter.issue" | "letter.spoil":
            return f"第{written(detail['year'], detail['serial'])}号"
        case "letter.return":
            return RETURN_REASONS[detail["reason"]]
        case "letter.settle":
            return CLOSINGS[detail["how"]]
        case "letter.reissue":
            return f"责任：{Responsibility(detail['responsibility']).label}"
        case "letter.follow_up":
            return FOLLOWED[detail["outcome"]]
        case "regular.open":
            return Origin(detail["origin"]).label
        case "regular.fact":
            return f"{Fact(detail['fact']).label}：{Fact(detail['fact']).choices[detail['answer']]}"
        case "regular.decide":
            return Measure(detail["measure"]).label
        case "regular.follow":
            return FollowUp(detail["kind"]).label
        case "fill_in.issue":
            return f"{detail['branches']}份，{detail['members']:,}人"
        case "fill_in.apply":
            return f"第{detail['number']}号"
        case "comparison.import":
            return f"{SetKind(detail['kind']).label}，{detail['rows']}人，差异{detail['differences']}项"
        case "comparison.decide":
            return Decision(detail["decision"]).label
        case "comparison.export" | "verification.export":
            return f"{_TABLES.get(detail['table'], detail['table'])}，{detail['rows']}行"
        case "paper.write":
            return f"{PaperKind(detail['paper']).label}，{detail['members']:,}人"
        case "passphrase.failures":
            return f"{detail['account']}，{detail['count']}次"
        case "audit.verify":
            return f"异常{detail['wrong']}处"
        case "subkey.rotate":
            return "、".join(detail["subkeys"])
        case _ if action.startswith("person.") and "account" in detail:
            labels = "、".join(Role(role).label for role in detail["roles"])
            return f"{detail['account']}（{labels}）"
        case _:
            return ""


def report_lines(report: Report) -> list[tuple[str, str]]:
    """An audit's outcome: what was looked at, then everything found, each with its place."""
    lines = [("业务日志", f"{report.audit.entries:,}条"), ("管理日志", f"{report.audit.acts:,}条")]
    if report.data:
        lines += [("库内日志", f"{report.data.entries:,}条"), ("数据", f"{report.data.rows:,}行")]
    lines += [("锚点", breach.sentence) for breach in report.breaches]
    for part in filter(None, (report.audit, report.data)):
        lines += [(found.place, found.wrong.value) for found in part.found]
        lines += [("其余", f"另有{part.more}处异常")] if part.more else []
    return lines if not report.sound else [*lines, ("核对无误", "签名、衔接、锚点都相符")]


def actions() -> Mapping[str, str]:
    """Every action with its Chinese name, to choose from."""
    return _ACTIONS


def local_time(at: int) -> str:
    """Seconds since 1970 as the machine's local time."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
