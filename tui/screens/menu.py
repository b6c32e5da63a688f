"""The menu (F12): what can be done beside reviewing."""

from enum import Enum
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class Errand(Enum):
    """What the menu leads to."""

    IMPORT = "导入名册、介绍信、党费等电子表格"
    FILL_INS = "填报表：发出、收回"
    DOUBLE_CHECK = "双查：支部自查、工作组核查"
    COMPARE = "与党内统计数据库比对"
    ONLINE = "网上接转系统：已编入、未编入"
    LEDGERS = "台账：介绍信、失联、规范管理、组织处置、党费……"
    SEAL = "封装上报包，写到U盘"
    SEND_DECISIONS = "下发处置决定，写到U盘"
    RECEIVE = "接收数据包：下级上报包、上级处置决定包"
    CARDS = "单位公钥卡：交出、登记"
    JOURNAL = "日志：查看、核对、导出"
    QUIT = "退出程序"


class LedgerErrand(Enum):
    """The ledgers (台账) that the menu leads to."""

    AGENDA = "待办：到期和逾期事项"
    LETTERS = "介绍信和回执：转出、转入、逾期、口袋"
    STUBS = "介绍信存根检查情况：各党支部"
    SITUATIONS = "情形：流动、空挂、口袋、失联、出国（境）、毕业保留"
    SEARCHES = "失联党员查找：查找中、待开案、已了结"
    OFFICE_REQUESTS = "部门查找：提请、发函、答复"
    REGULAR = "规范管理：取得联系后的核实、措施、流动党员活动证"
    DISPOSAL = "组织处置：立案、逐步办理、审批、归档"
    DISPOSAL_REFERRALS = "线索移送：违纪违法线索的移送、回执、结果"
    DISPOSAL_STATISTICS = "组织处置统计：按方式、步骤、结果，失联党员处置汇总"
    DUES = "党费：按月登记、欠缴"
    ACTIVITIES = "组织生活：活动、到会情况"
    ARCHIVES = "党员档案：材料、保管、商转函"
    FOCUS_GROUPS = "重点群体情况：各党组织人数"


E = TypeVar("E", bound=Enum)


class _Choice(ModalScreen[E | None]):
    """Chooses one of an enum's values; None when left by Esc."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f12", "leave", show=False)]

    def __init__(self, title: str, choices: type[E]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, markup=False)
            yield OptionList(*(Option(each.value, id=each.name) for each in self._choices), markup=False)
            yield Static("↑↓ 选择    回车 进入    Esc 返回", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option.id or ""])

    def action_leave(self) -> None:
        self.dismiss(None)


class Menu(_Choice[Errand]):
    """Chooses an errand."""

    def __init__(self) -> None:
        super().__init__("功能", Errand)


class LedgerMenu(_Choice[LedgerErrand]):
    """Chooses a ledger."""

    def __init__(self) -> None:
        super().__init__("台账", LedgerErrand)
