"""Kinds of disposal in words: the line in the list of kinds, why one may not be opened, a procedure whole."""

from typing import Final

from tui.rules.disposal.case import Obstacle
from tui.rules.disposal.clash import NOTICE_2023, REGULATION_2019
from tui.rules.disposal.local import base_of
from tui.rules.disposal.procedures import Procedure
from tui.rules.disposal.words import SETS, step_words, term_words, whom
from tui.screens.sheet import Line
from tui.store.queries.disposal_kinds import Kind, KindsOf

CLASH: Final = (NOTICE_2023.sentence, REGULATION_2019.sentence)
"""What two documents say of the same member; the program follows the policy set of the campaign."""
_REMOVALS: Final = frozenset({"self_withdrawal_2016", "self_withdrawal_2019"})


def choice_words(found: KindsOf, kind: Kind) -> str:
    """A kind in the list: whether it may be opened, on what basis, or why not."""
    label = f"{_told_apart(found, kind)}{'（本地）' if kind.local else ''}"
    if not kind.open:
        return f"×{label}：{'；'.join(_why(found, kind))}"
    fits = f"【可考虑：{kind.why}】" if kind.why else ""
    return f"○{label}{fits}  依据：{kind.procedure.basis[0]}"


def _told_apart(found: KindsOf, kind: Kind) -> str:
    """The name of a kind; with its policy sets where another has the same."""
    label = kind.procedure.label
    if [each.procedure.label for each in found.kinds].count(label) == 1:
        return label
    return f"{label}（{'、'.join(SETS.get(each, each) for each in kind.procedure.sets)}）"


def kind_lines(found: KindsOf, kind: Kind) -> list[Line]:
    """Why a kind may not be opened for this member, and the kind itself."""
    lines: list[Line] = [(f"理由{number}", each) for number, each in enumerate(_why(found, kind), 1)]
    if found.lost_within and found.policy == "2019" and base_of(kind.procedure.key) in _REMOVALS:
        lines += [("", ""), ("", "两份文件的要求不一致：")]
        lines += [(f"文件{number}", each) for number, each in enumerate(CLASH, 1)]
        lines.append(
            ("本程序", "按本批次所定的2019年政策办理：先停止党籍，满2年后再办。对执行有疑问的，请向上级组织部门请示。")
        )
    return [*lines, ("", ""), *procedure_lines(kind.procedure)]


def _why(found: KindsOf, kind: Kind) -> list[str]:
    said = []
    for obstacle in kind.obstacles:
        detail = ""
        if obstacle is Obstacle.FACT_MISSING:
            detail = f"，缺：{'、'.join(fact.label for fact in kind.missing)}"
        elif obstacle is Obstacle.NOT_IN_SET:
            detail = f"，本批次执行{SETS.get(found.policy, found.policy)}"
        elif obstacle is Obstacle.WRONG_CATEGORY:
            detail = f"，只适用于{whom(kind.procedure)}"
        said.append(f"{obstacle.label}{detail}")
    return said


def procedure_lines(procedure: Procedure) -> list[Line]:
    """A procedure whole: basis, sets, category, needs, steps."""
    lines: list[Line] = [("处置方式", procedure.label)]
    lines += [("依据", basis) for basis in procedure.basis]
    lines.append(("适用", f"{whom(procedure)}；{'、'.join(SETS.get(each, each) for each in procedure.sets)}"))
    lines += [("前提", fact.label) for fact in procedure.needs] or [("前提", "不须另有前提事实")]
    if term := term_words(procedure):
        lines.append(("期限", term))
    return lines + [
        (f"第{number}步", f"{step.label}（{step_words(step)}）") for number, step in enumerate(procedure.steps, 1)
    ]
