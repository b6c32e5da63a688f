"""A local 实施办法 as a procedure file: it may add kinds of disposal or be stricter than the program's, never looser.

The file is TOML as ``procedures.toml`` is; keys of its kinds begin with ``local_``. A kind that says ``based_on`` has
the name of that kind in its key and holds every step of it; one that does not stands on its own basis, and has what no
disposal can do without (党章第七条、第九条: 支部大会讨论通过, 上级党组织批准; 中组发〔2014〕21号: 承办与审批分开).
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from tui.rules.dates import whole
from tui.rules.disposal.procedures import PROCEDURES, Act, At, Fact, Procedure, Step, read
from tui.rules.disposal.register import ENDS
from tui.rules.disposal.words import ACTS, ANSWERS, LEVELS
from tui.text import clean

LARGEST: Final = 64 * 1024
"""Bytes of a file."""
_LONGEST_LINE: Final = 10_000
"""Characters of a line, and of a kind as it is kept: what a text may have that travels with a slice."""
_LONGEST_TEXT: Final = 200
_NOT_KEYS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*')
_MOST_KINDS, _MOST_STEPS = 20, 30
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KIND_KEY = re.compile(r"local_[a-z0-9_]{1,34}")
_TEXT_OF_KIND: Final = ("label", "ends")
_LISTS_OF_KIND: Final = ("sets", "category", "basis", "needs")
_MONTHS: Final = ("longest_months", "shortest_months")
_OF_KIND: Final = {*_TEXT_OF_KIND, *_LISTS_OF_KIND, *_MONTHS, "since", "steps", "based_on"}
_TEXT_OF_STEP: Final = ("key", "label", "at", "act", "duty")
_OF_STEP: Final = {*_TEXT_OF_STEP, "answers", "papers", "statement", "announces", "within_months", "inferred"}
_OF_BRANCH: Final = frozenset({Act.VOTE, Act.TERM, Act.ANSWER, Act.CLOSE})
_OF_ABOVE: Final = frozenset({Act.REVIEW, Act.DECIDE, Act.FILE})
_RANK: Final = {At.BRANCH: 0, At.ABOVE: 1, At.COMMITTEE: 2, At.DEPARTMENT: 3}
_LEAST: Final = {
    "removed": (True, At.COMMITTEE), "kept": (True, At.COMMITTEE), "suspended": (False, At.COMMITTEE),
    "never": (False, At.DEPARTMENT), "restored": (False, At.DEPARTMENT),
}  # fmt: skip
"""What a kind with this end needs, whatever it is called: a vote of the branch or none, and who at least decides.

For full members a removal is reviewed and decided by the department: 中组发〔2014〕21号.
"""


class Unfit(ValueError):
    """Why a file is not taken: one sentence that names the kind, the step and what is wrong."""


def local_kinds(text: str) -> dict[str, Procedure]:
    """The kinds of a local file, every one fit to be walked; ``Unfit`` for a file of which any is not."""
    table = _table(text)
    bases: dict[str, str] = {}
    for key, entry in table.items():
        if key != "version":
            _shape(key, entry)
            bases[key] = entry.get("based_on", "")
    if not bases:
        raise Unfit("文件中没有处置方式")
    try:
        found = read(text)
    except (ValueError, KeyError, TypeError) as error:
        raise Unfit("文件中有的处置方式没有最后的归档步骤，或有重复的步骤") from error
    for key, procedure in found.items():
        for flaw in _flaws(procedure, bases[key]):
            raise Unfit(f"“{procedure.label}”（{key}）{flaw}")
    return found


def kept_texts(text: str) -> dict[str, str]:
    """The kinds of a local file as they are kept: key → the kind alone on one line of TOML. ``Unfit`` as there.

    The version, comments and line breaks are left out: the line is the same on every machine and fits into a bundle.
    """
    return {key: f"{key} = {_inline(tomllib.loads(text)[key])}" for key in local_kinds(text)}


def _inline(value: object) -> str:
    """A value of TOML on one line; its texts and lists are written as those of JSON."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_inline(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def base_of(key: str) -> str:
    """The built-in kind that a kind is or is based on, which its key says; the key itself for a kind of its own."""
    return next((base for base in PROCEDURES if f"{key}_".startswith(f"local_{base}_")), key)


def _table(text: str) -> dict[str, Any]:
    """The file as TOML, bounded, and without anything that is not seen."""
    if len(text.encode()) > LARGEST or any(len(line) > _LONGEST_LINE for line in text.splitlines()):
        raise Unfit("文件太大，或有过长的行")
    if "." in _NOT_KEYS.sub("", text):  # keys within keys take time that grows with the square of their number
        raise Unfit("不能用带点的代号、小数和多行文字")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unfit("不是TOML文件，或有写错的地方") from error
    if table.get("version") != 1:
        raise Unfit("开头应写 version = 1")
    if len(table) > _MOST_KINDS + 1:
        raise Unfit(f"处置方式多于{_MOST_KINDS}种")
    return table


def _shape(key: str, entry: object) -> None:
    """Whether an entry is written as a kind is; ``Unfit`` for anything else."""
    if not _KIND_KEY.fullmatch(key):
        raise Unfit(f"“{clean(key)[:40]}”：处置方式的代号须以local_开头，用小写字母、数字和下划线")
    if not isinstance(entry, dict):
        raise Unfit(f"{key}不是一种处置方式")
    if unknown := entry.keys() - _OF_KIND:
        raise Unfit(f"{key}有不认识的项目“{clean(min(unknown))[:40]}”")
    for name in _TEXT_OF_KIND:
        _text(key, name, entry.get(name))
    for name in _LISTS_OF_KIND:
        _texts(key, name, entry.get(name))
    for name in _MONTHS:
        months = entry.get(name, 1)
        if type(months) is not int or not 1 <= months <= 120:
            raise Unfit(f"{key}的{name}应为月数")
    if "since" in entry and not (isinstance(entry["since"], str) and whole(entry["since"])):
        raise Unfit(f"{key}的since应为施行日期，写作2019-05-06")
    if "based_on" in entry and (not isinstance(entry["based_on"], str) or entry["based_on"] not in PROCEDURES):
        raise Unfit(f"{key}的based_on不是程序内置的处置方式")
    steps = entry.get("steps")
    if not isinstance(steps, list) or not 0 < len(steps) <= _MOST_STEPS:
        raise Unfit(f"{key}没有步骤，或多于{_MOST_STEPS}步")
    for place, step in enumerate(steps, 1):
        _step_shape(f"{key}第{place}步", step)
    _among(key, entry)
    if len(_inline(entry)) > _LONGEST_LINE - 2 * len(key):
        raise Unfit(f"{key}写得太长")


def _among(key: str, entry: Mapping[str, Any]) -> None:
    """Whether closed answers are among those that the program knows."""
    closed = {"sets": ("2016", "2019"), "category": ("full", "probationary"), "needs": [fact.value for fact in Fact]}
    for name, known in closed.items():
        if not set(entry[name]) <= set(known):
            raise Unfit(f"{key}的{name}有不认识的值")
    if not entry["basis"] or not entry["sets"] or not entry["category"]:
        raise Unfit(f"{key}没有写明依据、政策或适用的党员")
    if entry["ends"] not in ENDS.keys() - {"goes_on"}:
        raise Unfit(f"{key}的ends有不认识的值")


def _step_shape(where: str, step: object) -> None:
    if not isinstance(step, dict):
        raise Unfit(f"{where}不是步骤")
    if unknown := step.keys() - _OF_STEP:
        raise Unfit(f"{where}有不认识的项目“{clean(min(unknown))[:40]}”")
    for name in _TEXT_OF_STEP:
        if name != "duty" or "duty" in step:
            _text(where, name, step.get(name))
    for name in ("answers", "papers"):
        _texts(where, name, step.get(name, []))
    within = step.get("within_months", 1)
    if type(within) is not int or not 1 <= within <= 120:
        raise Unfit(f"{where}的within_months应为月数")
    for name in ("statement", "announces", "inferred"):
        if not isinstance(step.get(name, False), bool):
            raise Unfit(f"{where}的{name}应为true或false")
    closed = {"at": [at.value for at in At], "act": [act.value for act in Act], "duty": ["", "handling", "deciding"]}
    for name, known in closed.items():
        if step.get(name, "") not in known:
            raise Unfit(f"{where}的{name}有不认识的值")
    if not _KEY.fullmatch(step["key"]) or not set(step.get("answers", [])) <= ANSWERS.keys():
        raise Unfit(f"{where}的key或answers有不认识的值")


def _text(where: str, name: str, value: object) -> None:
    if not isinstance(value, str) or (name != "duty" and not value) or len(value) > _LONGEST_TEXT:
        raise Unfit(f"{where}的{name}没有写，或太长")
    if clean(value) != value:
        raise Unfit(f"{where}的{name}含有看不见的字符")


def _texts(where: str, name: str, value: object) -> None:
    if not isinstance(value, list):
        raise Unfit(f"{where}的{name}应写在方括号中")
    for each in value:
        _text(where, name, each)
    if len(set(value)) != len(value):
        raise Unfit(f"{where}的{name}有重复")


def _flaws(procedure: Procedure, based_on: str) -> Iterator[str]:
    """What is wrong with a kind that is written as one."""
    if base_of(procedure.key) != (based_on or procedure.key):
        wanted = f"local_{based_on}或以local_{based_on}_开头" if based_on else "不含内置处置方式代号的名称"
        yield f"的代号应为{wanted}"
    yield from _misplaced(procedure.steps)
    if procedure.longest_months and (procedure.shortest_months or 0) > procedure.longest_months:
        yield "的最短期限长于最长期限"
    yield from _looser(procedure, PROCEDURES[based_on]) if based_on else _insufficient(procedure)


def _misplaced(steps: Iterable[Step]) -> Iterator[str]:
    """What the register cannot hold, and what nobody may do at the level named."""
    listed = list(steps)
    if [step.act for step in listed].count(Act.CLOSE) != 1:
        yield "应只有最后一步归档"
    for step in listed:
        if step.at is not At.BRANCH and (step.act in _OF_BRANCH or step.statement):
            what = "听取本人陈述" if step.statement else ACTS[step.act]
            yield f"“{step.label}”：{what}由党支部办理"
        if step.at is At.BRANCH and step.act in _OF_ABOVE:
            yield f"“{step.label}”：{ACTS[step.act]}不能由党支部自己办理"
        if step.act is Act.DECIDE and step.duty != "deciding":
            yield f'“{step.label}”：{ACTS[step.act]}应写duty = "deciding"（承办的人不得审批）'
        if step.act is Act.REVIEW and not step.duty:
            yield f'“{step.label}”：预审应写duty = "deciding"，提出意见应写duty = "handling"'
        if step.act is Act.ANSWER and not step.answers:
            yield f"“{step.label}”没有写明有哪几种结果"


def _looser(procedure: Procedure, base: Procedure) -> Iterator[str]:
    """In what a kind asks for less than the one that it is based on."""
    of = f"内置的“{base.label}”"
    steps = {step.key: step for step in procedure.steps}
    before = -1
    for wanted in base.steps:
        step = steps.get(wanted.key)
        if step is None:
            yield f"缺少{of}的步骤“{wanted.label}”"
            return
        if procedure.place(wanted.key) < before:
            yield f"的步骤“{wanted.label}”与{of}的次序不同"
        before = procedure.place(wanted.key)
        yield from (f"的步骤“{wanted.label}”{flaw}" for flaw in _looser_step(step, wanted))
    added = [step for step in procedure.steps if step.key not in {each.key for each in base.steps}]
    for step in added:
        if step.act in (Act.TERM, Act.ANSWER) or step.key == "proposal":
            yield f"另加的步骤“{step.label}”会改变{of}的结果或退回的去处"
    if missing := set(base.needs) - set(procedure.needs):
        yield f"缺少{of}的前提：{'；'.join(fact.label for fact in base.needs if fact in missing)}"
    if set(procedure.sets) - set(base.sets) or set(procedure.category) - set(base.category):
        yield f"适用的政策或党员宽于{of}"
    if base.since and (procedure.since or date.min) < base.since:
        yield f"的施行日期（since）早于{of}的{base.since.isoformat()}"
    if procedure.ends != base.ends:
        yield f"的结果与{of}不同"
    if base.longest_months and (procedure.longest_months or base.longest_months + 1) > base.longest_months:
        yield f"的期限长于{of}的{base.longest_months}个月"
    if (procedure.shortest_months or 0) < (base.shortest_months or 0):
        yield f"的期限短于{of}的{base.shortest_months}个月"


def _looser_step(step: Step, base: Step) -> Iterator[str]:
    if step.act is not base.act or step.duty != base.duty:
        yield f"应为{ACTS[base.act]}，duty应为“{base.duty}”"
    if _RANK[step.at] < _RANK[base.at]:
        yield f"应由{LEVELS[base.at]}办理，不能低于这一级"
    if step.announces and not base.announces:
        yield "须由支部大会表决通过，不能只宣布"
    if base.statement and not step.statement:
        yield "缺少听取本人陈述（statement = true）"
    if set(step.answers) != set(base.answers):
        yield "的结果（answers）应与内置的相同"
    if missing := set(base.papers) - set(step.papers):
        yield f"缺少材料：{'、'.join(sorted(missing))}"


def _insufficient(procedure: Procedure) -> Iterator[str]:
    """What a kind of its own lacks."""
    places = {act: [n for n, step in enumerate(procedure.steps) if step.act is act] for act in Act}
    handling = [n for n, step in enumerate(procedure.steps) if step.duty == "handling"]
    if not places[Act.DECIDE] and not places[Act.FILE]:
        yield "没有上级党组织审批或备案的步骤"
        return
    if not handling:
        yield '没有承办的步骤（duty = "handling"），承办和审批须分开'
        return
    if places[Act.TERM] and not procedure.longest_months:
        yield "有期限而没有写明最长几个月（longest_months）"
    if procedure.ends not in _LEAST:
        return
    voting, level = _LEAST[procedure.ends]
    if procedure.ends == "removed" and "full" in procedure.category:
        level = At.DEPARTMENT
        votes = places[Act.VOTE] or [0]
        if not any(procedure.steps[n].at is At.DEPARTMENT and n < votes[-1] for n in places[Act.REVIEW]):
            yield "把正式党员除名，缺少支部大会表决以前由组织部门预审的步骤（中组发〔2014〕21号）"
    last = places[Act.DECIDE][-1] if places[Act.DECIDE] else -1
    if last < 0 or _RANK[procedure.steps[last].at] < _RANK[level]:
        yield f"的结果是“{ENDS[procedure.ends]}”，须由{LEVELS[level]}以上审批"
    elif voting and all(procedure.steps[n].announces for n in places[Act.VOTE]):
        yield f"的结果是“{ENDS[procedure.ends]}”，缺少支部大会讨论表决的步骤"
    elif last < max([*handling, *places[Act.VOTE]]):
        yield "的审批应在承办和支部大会表决之后"
