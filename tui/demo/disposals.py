"""Disposals to practise on, of several kinds and at several stages: made step by step, as officials make them.

One person works in each practice vault, so nothing here is reviewed by who prepared it: what needs a second person
waits for the next unit or, in the committee's own branches, for somebody else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from tui.rules.changes import Change
from tui.rules.disposal.procedures import CONFIRMED, PROCEDURES, UNQUALIFIED_FORMS, Act, At, Fact, Step
from tui.rules.disposal.register import SHOWN_BY_RECORD, Origin, State
from tui.rules.disposal.votes import Vote
from tui.store.commands.disposal_cases import Ground, open_case, record_history, withdraw_case
from tui.store.commands.disposal_referrals import refer_clue
from tui.store.commands.disposal_steps import StepRecord, record_step
from tui.store.queries.disposal_case import CaseFile, case_file, case_files
from tui.store.vault import Vault
from tui.tables import table

OPENED: Final = date(2026, 6, 8)
FOUND: Final = date(2026, 5, 20)
"""When what the cases rest on was found."""
PASSED: Final = Vote(24, 20, 18, 1, 1, called=26, came=21)
NOT_PASSED: Final = Vote(24, 20, 9, 8, 3, called=26, came=21)
TALK: Final = "因工作变动疏于联系，愿意说明情况"
FACTS: Final[Mapping[str, str]] = {
    "work": "连续两个季度未参加支部党员大会，经提醒仍未改正",
    Fact.WISHES_TO_STAY.value: "谈话中表示愿意留在党内，保证按期参加组织生活",
    Fact.UNCHANGED_OR_REFUSES.value: "经两次谈话教育仍拒绝改正",
    Fact.UNFIT_FOR_PROBATION.value: "预备期内四个月未参加组织生活、未汇报思想",
    Fact.LETTER_WITHOUT_FORM.value: "档案中只有组织关系介绍信存根，没有入党志愿书",
}
"""What was found, by ground: persons and facts are fictitious."""
SOURCES: Final[Mapping[Origin, str]] = {
    Origin.APPRAISAL: "上年度民主评议党员登记表",
    Origin.CHECK: "党支部自查记录",
    Origin.APPLICATION: "支部书记当面接收书面申请",
    Origin.ARCHIVE: "党员档案审核登记表",
    Origin.REPORTED: "群众来信登记",
}
"""Who gave the clue, or the paper that it was found in."""


def prepare(vault: Vault) -> list[Change]:
    """A branch's two cases, as far as the branch can take them: both wait for a unit above."""
    first, second = _members(vault, "full", 2)
    done = [_opened(vault, first, "correction", Origin.APPRAISAL), *_taken(vault, 3)]
    return [*done, _opened(vault, second, "persuasion", Origin.CHECK), *_taken(vault, 3)]


def keep(vault: Vault) -> list[Change]:
    """The cases in a committee's own branches: waiting, sent back, referred, withdrawn, history.

    That of 退党除名 waits for 备案 by somebody else than who handled it.
    """
    left, waiting, opened, letter, long_ago, mistaken = _members(vault, "full", 6)
    (probationer,) = _members(vault, "probationary", 1)
    done = [_opened(vault, left, "withdrawal", Origin.APPLICATION), *_taken(vault, 2)]
    done += [_opened(vault, waiting, "persuasion", Origin.CHECK), *_taken(vault, 3)]
    done += [_opened(vault, probationer, "probation_cancelled", Origin.CHECK), *_taken(vault, 3)]
    done.append(_take(vault, _newest(vault), vote=NOT_PASSED))
    done.append(_opened(vault, opened, "correction", Origin.APPRAISAL))
    done += [_opened(vault, letter, "not_recognised_letter_only", Origin.ARCHIVE), *_taken(vault, 1)]
    done.append(
        vault.write(
            refer_clue, letter, _newest(vault), "discipline", "江城大学纪委", "2026-10-12",
            matter="涉嫌伪造组织关系介绍信", materials="介绍信复印件、谈话记录", document="计党移〔2026〕1号",
        ).result()
    )  # fmt: skip
    done.append(_opened(vault, mistaken, "correction", Origin.REPORTED))
    done.append(vault.write(withdraw_case, _newest(vault), "2026-09-01", "经核实反映不实").result())
    done.append(
        vault.write(
            record_history, long_ago, "suspension_settled", "2012-03-15", decided_by="计算机学院党委",
            document="计党〔2012〕4号", known="只存批复，支部意见未找到",
        ).result()
    )  # fmt: skip
    return done


def review(vault: Vault) -> list[Change]:
    """What a unit above does with the cases that came up to it: it reviews, and sends one back for a reason."""
    done = []
    for found in _cases(vault):
        step = found.next_step
        if step is not None and step.act is Act.REVIEW and not found.kept_here and step.at is At.COMMITTEE:
            done.append(_take(vault, found.row["id"]))
        elif step is not None and step.act is Act.REVIEW and not found.kept_here:
            done.append(_take(vault, found.row["id"], why="谈话记录没有本人签名，事实证据须补充"))
    return done


def register_table(vault: Vault) -> str:
    """The register: cases by kind and by the step at which they stand."""
    stands = Counter((found.label, _stand(found)) for found in _cases(vault))
    return table(
        ["处置方式", "步骤或结果", "件数"], [(*stand, f"{count:,}") for stand, count in sorted(stands.items())]
    )


def _stand(found: CaseFile) -> str:
    if found.state is not State.OPEN or found.next_step is None:
        return found.state.label
    if any(each["outcome_on"] is None for each in found.referrals):
        return f"待办“{found.next_step.label}”，线索已移送，等待结果"
    back = "退回后" if any(each.row["rejected"] for each in found.standing) else ""
    return f"{back}待办“{found.next_step.label}”"


def _cases(vault: Vault) -> Iterable[CaseFile]:
    numbers = vault.read(lambda db: db.execute_sql("SELECT id FROM disposal_case ORDER BY id").fetchall()).result()
    return vault.read(case_files, vault.session.unit, [number for (number,) in numbers]).result()


def _members(vault: Vault, category: str, count: int) -> list[int]:
    """The first members of a category whom the vault keeps."""
    found = vault.read(
        lambda db: db.execute_sql(
            """SELECT m.id FROM member m JOIN organization o ON o.id = m.org
               WHERE o.keeper = ? AND m.gone IS NULL AND m.category = ? ORDER BY m.id LIMIT ?""",
            (vault.session.unit, category, count),
        ).fetchall()
    ).result()
    return [member for (member,) in found]


def _newest(vault: Vault) -> int:
    found = vault.read(lambda db: db.execute_sql("SELECT max(id) FROM disposal_case").fetchone()).result()
    return int(found[0])


def _opened(vault: Vault, member: int, kind: str, origin: Origin) -> Change:
    codes = [fact.value for fact in PROCEDURES[kind].needs if fact not in SHOWN_BY_RECORD]
    codes = ["work" if code == Fact.UNQUALIFIED.value else code for code in codes]
    grounds = [
        Ground(code, FACTS[code], "调查组", FOUND.isoformat(), f"谈话记录（{UNQUALIFIED_FORMS.get(code, '前提事实')}）")
        for code in codes
    ]
    return vault.write(open_case, member, kind, OPENED.isoformat(), origin, SOURCES[origin], grounds).result()


def _taken(vault: Vault, steps: int) -> list[Change]:
    """So many next steps of the newest case."""
    number = _newest(vault)
    return [_take(vault, number) for _ in range(steps)]


def _take(vault: Vault, number: int, *, vote: Vote = PASSED, why: str = "") -> Change:
    """The next step of a case, ten days after the one before it; ``why`` sends it back."""
    found = vault.read(case_file, vault.session.unit, number).result()
    case = found.case
    step = found.next_step
    if case is None or step is None:
        raise ValueError(f"no step to take in case {number}")
    on = max([case.opened_on, *(each.on for each in case.done)]) + timedelta(days=10)
    return vault.write(record_step, number, _record(step, on, vault, vote, why)).result()


def _record(step: Step, on: date, vault: Vault, vote: Vote, why: str) -> StepRecord:
    return StepRecord(
        step.key, on.isoformat(), vault.session.actor.name,
        heard=TALK if step.statement else "",
        vote=vote if step.act is Act.VOTE else None,
        confirmed=() if why or step.act is not Act.REVIEW else tuple(CONFIRMED),
        papers={paper: f"案卷第{place}件" for place, paper in enumerate(step.papers, 1)},
        rejected=bool(why) or (step.act is Act.VOTE and vote.fault is not None),
        why=why,
    )  # fmt: skip
