"""What an action is, and where it can be done."""

from dataclasses import dataclass
from enum import Enum

from tui.actions.keys import key_label


class Scope(Enum):
    """Where an action can be done; the value heads its section of the key sheet."""

    EVERYWHERE = "任何地方"
    REVIEW = "核查名册"
    CHOOSING = "选择文件或文件夹"
    LAYOUT = "核对版式"
    HEADER = "指定表头"
    QUESTIONS = "认定存疑的值"
    ARRIVALS = "导入前复核"
    SHEET = "办理前确认"
    CARDS = "单位公钥卡"
    JOURNAL = "日志"
    PEOPLE = "使用人"
    MEMBER = "党员卡片"
    HISTORY = "党员履历"
    COMPARISON = "与统计数据库比对"
    ONLINE = "网上接转系统"
    READING = "查看"
    FILL_INS = "填报表"
    FILL_IN_BACK = "填报表读回前复核"
    FILTERS = "常用筛选"
    CHECK_FORM = "核查记录"
    STUB_FORM = "介绍信存根检查情况"
    STUBS = "各党支部存根检查情况"
    FORM = "逐项填写"
    DOUBLE_CHECK = "双查：各党支部"
    BRANCH_SHEET = "工作组核查表"
    NAMED = "核查表所列党员"
    COLUMNS = "名册的栏目"
    ARCHIVES = "党员档案"
    ARCHIVE = "一名党员的档案"
    ARCHIVE_FORM = "档案事项登记"
    EVIDENCE = "附件"
    PICTURE = "查看附件"
    SITUATIONS = "情形台账"
    SITUATION_FORM = "登记情形"
    SITUATION_SIGNS = "情形建议"
    THREE_COUNTS = "三核"
    LETTERS = "介绍信台账"
    LETTER = "介绍信"
    LETTER_FORM = "介绍信事项"
    RECEIPTS = "按编号登记回执"
    LETTER_BRANCHES = "各党支部介绍信办理情况"
    REGULAR = "规范管理台账"
    REGULAR_CASE = "规范管理：一人"
    REGULAR_FORM = "规范管理：填写"
    SEARCHES = "失联党员查找"
    SEARCH_CASE = "一人一档：查找记录"
    SEARCH_FORM = "失联情况、性质认定表"
    OFFICE_REQUESTS = "部门查找：提请、发函、答复"
    DUES = "党费"
    ACTIVITIES = "组织生活"
    ATTENDANCE = "到会情况"
    ACTIVITY_FORM = "登记组织生活"
    DISPOSALS = "组织处置台账"
    DISPOSAL_CASE = "组织处置：一案"
    DISPOSAL_REFERRALS = "线索移送台账"
    DISPOSAL_STATISTICS = "组织处置统计"
    AGENDA = "待办"
    DISPOSAL_FORM = "组织处置：填写"
    DISPOSAL_KINDS = "处置程序一览"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the program does on a key.

    ``keys`` are Textual key names, the one shown first. ``shown`` puts it on the key line. ``dangerous`` marks what
    cannot be undone. ``method`` is the Textual action that it runs.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scope: Scope
    shown: bool = False
    dangerous: bool = False

    @property
    def method(self) -> str:
        """``run('review.undo')``: screens route every action through one method, which can refuse with a reason."""
        return f"run('{self.id}')"

    @property
    def key_label(self) -> str:
        """The first key as it is printed on the keyboard."""
        return key_label(self.keys[0])
