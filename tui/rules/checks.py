"""The five checks (五核查), their verdicts, and the two stages of the double check (双查).

Source: 《党员组织关系排查有关问题说明》 section 1 (the five checks); 《关于开展党员组织关系排查工作的通知》
section 2 steps 3 and 4 (支部自查, 工作组核查). Values travel in bundles and never change.
"""

from dataclasses import dataclass
from enum import Enum


class Check(Enum):
    """One of the five checks."""

    ROSTER = "roster"
    ARCHIVE = "archive"
    DUES = "dues"
    RECEIPT = "receipt"
    CONDUCT = "conduct"

    @property
    def number(self) -> int:
        """Its key on the keyboard and its column in the review, 1 to 5."""
        return tuple(Check).index(self) + 1

    @property
    def label(self) -> str:
        """Two characters for column heads."""
        return _CHECKS[self][0]

    @property
    def title(self) -> str:
        """What is checked, in the document's words."""
        return _CHECKS[self][1]


_CHECKS = {
    Check.ROSTER: ("名册", "核查党员名册"),
    Check.ARCHIVE: ("档案", "核查党员档案"),
    Check.DUES: ("党费", "核查交纳党费和参加党支部活动记录"),
    Check.RECEIPT: ("回执", "核查组织关系介绍信存根"),
    Check.CONDUCT: ("表现", "核查党员现实表现情况"),
}


class Verdict(Enum):
    """What a check came to."""

    UNCHECKED = "u"
    CLEAR = "c"
    MENDED = "f"
    PENDING = "p"
    DOUBTFUL = "d"
    NOT_APPLICABLE = "n"

    @property
    def label(self) -> str:
        """Its name on screen and on paper."""
        return _VERDICTS[self][0]

    @property
    def mark(self) -> str:
        """A glyph that takes one cell in every terminal."""
        return _VERDICTS[self][1]

    @property
    def letter(self) -> str:
        """One Chinese character, so that neither glyph nor colour is needed to tell verdicts apart."""
        return _VERDICTS[self][2]


_VERDICTS = {
    Verdict.UNCHECKED: ("未查", "-", "未"),
    Verdict.CLEAR: ("无误", "✓", "无"),
    Verdict.MENDED: ("已更正", "*", "更"),
    Verdict.PENDING: ("待完善", "+", "待"),
    Verdict.DOUBTFUL: ("存疑", "?", "疑"),
    Verdict.NOT_APPLICABLE: ("不适用", "/", "免"),
}


class Stage(Enum):
    """The two looks of the double check."""

    SELF_CHECK = "self_check"
    VERIFICATION = "verification"

    @property
    def number(self) -> int:
        """Its place in the review's key: 1 or 2."""
        return 1 if self is Stage.SELF_CHECK else 2

    @property
    def label(self) -> str:
        """Its name in the documents."""
        return "支部自查" if self is Stage.SELF_CHECK else "工作组核查"

    @property
    def other(self) -> "Stage":
        """The other look."""
        return Stage.VERIFICATION if self is Stage.SELF_CHECK else Stage.SELF_CHECK


class Ground(Enum):
    """Why a person is to be checked (2023 年实施方案: 排查对象)."""

    IN_BRANCH = "in_branch"
    OUT_WITHOUT_RECEIPT = "out_without_receipt"

    @property
    def label(self) -> str:
        """The ground in the documents' words."""
        return "正式组织关系在本支部" if self is Ground.IN_BRANCH else "转出后未收到回执"


class Given(Enum):
    """How a verdict was given, so that spot checks (抽查) can look at bulk ones first."""

    SINGLY = "o"
    IN_BULK = "b"

    @property
    def label(self) -> str:
        """Shown beside the verdict in the detail pane."""
        return "逐人" if self is Given.SINGLY else "批量"


class Refusal(Enum):
    """Why one row of a command was left as it was."""

    CHANGED_SINCE = "changed-since"
    KEPT_ELSEWHERE = "kept-elsewhere"
    VERIFIED_ABOVE = "verified-above"
    VERIFIED_ELSEWHERE = "verified-elsewhere"
    NO_EVIDENCE = "no-evidence"
    LETTER_OPEN = "letter-open"
    BASIS_MISSING = "basis-missing"
    NOT_A_SUBJECT = "not-a-subject"
    KEPT_BELOW = "kept-below"
    NOTHING_HERE = "nothing-here"
    NOTHING_THERE = "nothing-there"
    WHOLE_PERSON = "whole-person"
    ONE_BY_ONE = "one-by-one"
    UNREADABLE_THERE = "unreadable-there"
    CORRECTED_THERE = "corrected-there"
    NOT_TO_CORRECT = "not-to-correct"
    SUPERSEDED = "superseded"
    BRANCH_UNKNOWN = "branch-unknown"
    ONE_PERSONS = "one-persons"
    LEFT_ROSTER = "left-roster"
    NOT_SUGGESTED = "not-suggested"
    FOUND_SOMETHING = "found-something"
    SAME_PERSON = "same-person"
    CHECKED_ABOVE = "checked-above"
    CLOSED = "closed"
    STILL_AS_SEEN = "still-as-seen"
    SETTLED = "settled"
    ASKED_ALREADY = "asked-already"
    ANOTHER_UNITS = "another-units"
    IN_PERSONNEL_FILE = "in-personnel-file"
    HAS_PARTY_FILE = "has-party-file"
    FILE_UNKNOWN = "file-unknown"
    KEEPER_UNFIT = "keeper-unfit"
    NOT_OWED = "not-owed"
    RECORDED = "recorded"
    LOST_OR_FLOATING = "lost-or-floating"
    ENDS_EARLY = "ends-early"
    NOT_SENT_OUT = "not-sent-out"
    LETTER_DONE = "letter-done"
    LANDED = "landed"
    STILL_VALID = "still-valid"
    OWN_FAULT = "own-fault"
    GRADUATE_LATE = "graduate-late"
    LETTER_OUT_ALREADY = "letter-out-already"
    BEFORE_ISSUE = "before-issue"
    NOT_AN_ISSUER = "not-an-issuer"
    PRINTED = "printed"
    REGULAR_OPEN = "regular-open"
    REGULAR_DECIDED = "regular-decided"
    NO_GATE = "no-gate"
    GATE_OPEN = "gate-open"
    NO_CLUE = "no-clue"
    DEPARTURE_UNEXPLAINED = "departure-unexplained"
    STEP_ORDER = "step-order"
    STEP_TAKEN = "step-taken"
    DATE_BEFORE = "date-before"
    PROPOSER_APPROVES = "proposer-approves"
    NUMBER_TAKEN = "number-taken"
    NOTHING_TO_FOLLOW = "nothing-to-follow"
    STILL_SOUGHT = "still-sought"
    NO_SEARCH_GROUND = "no-search-ground"
    CASE_CLOSED = "case-closed"
    CASE_WITHDRAWN = "case-withdrawn"
    COMMITTEE_STATES = "committee-states"
    NOT_SIX_MONTHS = "not-six-months"
    NOT_COVERED = "not-covered"
    REQUEST_MOVED_ON = "request-moved-on"
    MEMBERSHIP_SUSPENDED = "membership-suspended"
    REASON_MISSING = "reason-missing"

    @property
    def label(self) -> str:
        """The reason, to stand in brackets after the count."""
        return _REFUSALS[self]


_REFUSALS = {
    Refusal.CHANGED_SINCE: "其后又有改动",
    Refusal.KEPT_ELSEWHERE: "由下级单位维护，请在“工作组核查”中核定",
    Refusal.VERIFIED_ABOVE: "核查由上级党组织的工作组进行",
    Refusal.VERIFIED_ELSEWHERE: "已由其他单位核查",
    Refusal.NO_EVIDENCE: "没有导入依据，须逐人核定",
    Refusal.LETTER_OPEN: "有介绍信未收到回执，须逐人核定",
    Refusal.BASIS_MISSING: "批量核定须写明依据",
    Refusal.NOT_A_SUBJECT: "不在本批次排查对象之内",
    Refusal.KEPT_BELOW: "由下级单位维护，请由该单位办理",
    Refusal.NOTHING_HERE: "本库没有内容，不能以本库为准",
    Refusal.NOTHING_THERE: "统计库没有内容，不能以统计库为准",
    Refusal.WHOLE_PERSON: "涉及整人增减，须核实后另行办理",
    Refusal.ONE_BY_ONE: "姓名、身份号码须逐项核实采用",
    Refusal.UNREADABLE_THERE: "统计库的内容不能识别",
    Refusal.CORRECTED_THERE: "已在统计库更正，须先撤销更正",
    Refusal.NOT_TO_CORRECT: "没有定为以本库为准",
    Refusal.SUPERSEDED: "已有更新的比对",
    Refusal.FOUND_SOMETHING: "有须处理的情况，须逐人核定",
    Refusal.BRANCH_UNKNOWN: "统计库所写党支部不在本单位维护范围",
    Refusal.ONE_PERSONS: "该项各人不同，须逐人填写",
    Refusal.LEFT_ROSTER: "已不在名册",
    Refusal.NOT_SUGGESTED: "名册中没有列入的依据",
    Refusal.SAME_PERSON: "本人已作另一方的结论，自查与核查不得为同一人",
    Refusal.CHECKED_ABOVE: "按本批次的层级规定，本单位不作自查",
    Refusal.CLOSED: "该党支部核查已办结，须先重新核查",
    Refusal.STILL_AS_SEEN: "名册内容尚未改动",
    Refusal.SETTLED: "已经销号或撤回",
    Refusal.ASKED_ALREADY: "同一内容已提过更正意见",
    Refusal.ANOTHER_UNITS: "由其他单位提出",
    Refusal.IN_PERSONNEL_FILE: "有人事档案，材料应存入本人人事档案，不另建党员档案",
    Refusal.HAS_PARTY_FILE: "已建立党员档案",
    Refusal.FILE_UNKNOWN: "尚未查明有无人事档案",
    Refusal.KEEPER_UNFIT: "保管单位填写不合规定（有档案的须写明，无档案的不填，党员档案由党委保存）",
    Refusal.NOT_OWED: "预备党员没有转正申请书",
    Refusal.RECORDED: "同一情形同时已有登记",
    Refusal.LOST_OR_FLOATING: "失联与流动不能同时登记，须先了结另一项",
    Refusal.ENDS_EARLY: "终止时间早于起始时间",
    Refusal.NOT_SENT_OUT: "不是转出介绍信",
    Refusal.LETTER_DONE: "已有回执、已了结或作废",
    Refusal.LANDED: "已查明落实，应向接收单位催要回执",
    Refusal.STILL_VALID: "仍在有效期内，也没有退回更正",
    Refusal.OWN_FAULT: "本人无正当理由，不予补开，应先查找核实",
    Refusal.GRADUATE_LATE: "毕业生逾期超过6个月，不再补开，应查找核实后另行研究",
    Refusal.LETTER_OUT_ALREADY: "已有介绍信开出、未收到回执",
    Refusal.BEFORE_ISSUE: "日期早于介绍信开具日期",
    Refusal.NOT_AN_ISSUER: "党支部不开具介绍信，由基层党委开具",
    Refusal.PRINTED: "本单位开具的介绍信不能改，请作废后另开",
    Refusal.REGULAR_OPEN: "已有规范管理事项尚未办结",
    Refusal.REGULAR_DECIDED: "已定措施、已办结或已撤回",
    Refusal.NO_GATE: "不是失联后取得联系的，不须核实五项",
    Refusal.GATE_OPEN: "五项没有全部核实成立，不能定措施",
    Refusal.NO_CLUE: "没有记载须移送的线索",
    Refusal.DEPARTURE_UNEXPLAINED: "与程序建议不一致，须写明理由",
    Refusal.STEP_ORDER: "须按步骤先后办理",
    Refusal.STEP_TAKEN: "这一步已经办理",
    Refusal.DATE_BEFORE: "日期早于前面的步骤",
    Refusal.PROPOSER_APPROVES: "提出意见、定措施的人不得审批，须由他人办理",
    Refusal.NUMBER_TAKEN: "活动证编号已经使用",
    Refusal.STILL_SOUGHT: "还在查找，须先在失联党员查找中记为取得联系",
    Refusal.NOTHING_TO_FOLLOW: "该措施尚未办结、已返回或者没有这项后续",
    Refusal.NO_SEARCH_GROUND: "失联不满六个月，也没有未收到回执的介绍信；确已失联的逐人写明情况开案",
    Refusal.CASE_CLOSED: "查找已经了结，须先重新查找",
    Refusal.CASE_WITHDRAWN: "开案已经撤销",
    Refusal.COMMITTEE_STATES: "须由基层党委（党总支）以上党组织认定",
    Refusal.NOT_SIX_MONTHS: "与党组织失去联系不满六个月",
    Refusal.NOT_COVERED: "查找方式、次数或时间还没有达到要求",
    Refusal.REQUEST_MOVED_ON: "提请不在这一步，可能已发函、已答复或已撤回",
    Refusal.MEMBERSHIP_SUSPENDED: "已停止党籍，不交纳党费",
    Refusal.REASON_MISSING: "补缴一般不超过6个月，超过的须写明原因",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the vault holds for one subject that a check can rest on.

    ``dues_recorded``: how far he has paid, a payment, or when he last took part in the branch's activities.
    ``letters_imported``: the letters out of the unit that keeps his branch are in the register. ``letter_open``: one
    of his own went out and its receipt has not come.
    """

    dues_recorded: bool
    ground: Ground
    letters_imported: bool = False
    letter_open: bool = False


def one_person(verdict: Verdict, by: int | None, other_by: int | None, actor: int) -> bool:
    """Whether this verdict would be the same person's as the other look's verdict on the same check.

    ``by`` gave the verdict that stands, ``other_by`` the other look's; all three are row ids of persons, whose UUIDs
    are told apart by the register. His own verdict he may take back (a report can bring what was not known before).
    """
    return other_by == actor and not (verdict is Verdict.UNCHECKED and by == actor)


def refuses(check: Check, verdict: Verdict, given: Given, evidence: Evidence, basis: str) -> Refusal | None:
    """Why a verdict may not be given, or None.

    Only what is given in bulk is restricted, and of that 无误: the roster itself is the evidence of check 1; dues and
    receipts need imported records, receipts for people in the branch alone; archive and conduct need the stated
    basis. 不适用 of check 4 is restricted too: whoever waits for a receipt is decided on one by one
    (docs/decisions.md 6).
    """
    if given is not Given.IN_BULK:
        return None
    if check is Check.RECEIPT and evidence.letter_open and verdict in (Verdict.CLEAR, Verdict.NOT_APPLICABLE):
        return Refusal.LETTER_OPEN
    if verdict is not Verdict.CLEAR:
        return None
    match check:
        case Check.ROSTER:
            return None
        case Check.DUES:
            return None if evidence.dues_recorded else Refusal.NO_EVIDENCE
        case Check.RECEIPT:
            shown = evidence.letters_imported and evidence.ground is Ground.IN_BRANCH
            return None if shown else Refusal.NO_EVIDENCE
        case Check.ARCHIVE | Check.CONDUCT:
            return None if basis.strip() else Refusal.BASIS_MISSING
