"""What the vault holds that speaks for a situation: a sign to be looked at. A person decides.

The roster's own columns (是否失联, 是否流动) state a situation; what checks recorded, letters without receipt and words
in notes only point to one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tui.rules.check_items import REASONS, Answers, kept_spans
from tui.rules.dates import read_date
from tui.rules.letters import Letter, is_receipt_missing
from tui.rules.situations import FLOATING, Situation, SituationKind

_WORDS: Final = tuple(
    sorted(((word, kind) for kind in SituationKind for word in kind.words), key=lambda pair: -len(pair[0]))
)
_ANY: Final = re.compile("|".join(re.escape(word) for word, _ in _WORDS))
LOOKED_AT: Final = ("note", "work", "post", "floating_to")
"""Columns of the member in which words count, beside the unmapped ones of his roster."""
_REASON_HEADERS: Final = ("失去联系情形", "失联情形", "失联原因", "流出原因", "外出原因", "流动原因")
_SINCE_HEADERS: Final = ("流出时间", "外出时间", "流出日期", "外出日期", "流动时间")
_KEPT_FOR: Final = {
    "abroad_study": SituationKind.ABROAD_STUDY,
    "abroad_work": SituationKind.ABROAD_WORK,
    "graduate": SituationKind.GRADUATE_KEPT,
}
_CODES: Final = {str(number): key for number, key in enumerate(REASONS, 1)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the vault holds about one member: his columns, the unmapped columns of his roster by header, what checks 3
    and 4 recorded, his letters, and the situations that the ledger has."""

    fields: Mapping[str, str]
    extra: Mapping[str, str]
    dues: Answers
    receipt: Answers
    letters: tuple[Letter, ...]
    situations: tuple[Situation, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A situation that something speaks for, filled in as far as it says; ``basis`` names it. ``stated``: the roster
    itself says so, so that it may be taken over for many members at once."""

    situation: Situation
    basis: str
    stated: bool = False


def read_reason(text: str) -> str | None:
    """A 失去联系情形 as forms write it: '⑤', '5', '5.出国（境）', '出国（境）' → 'abroad'; None if it is none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain[:1] in _CODES and (len(plain) == 1 or not plain[1].isdigit()):
        return _CODES[plain[0]]
    bare = plain.split("(")[0]
    return next((key for key, words in REASONS.items() if bare and words.split("（")[0] == bare), None)


def has_word(text: str) -> bool:
    """Whether any word of a kind stands in the text."""
    return _ANY.search(text) is not None


def signs(facts: Facts, as_of: str) -> tuple[Sign, ...]:
    """What speaks for a situation that the ledger does not have on the as-of date, one sign for each kind.

    Several sources of one kind fill in what the others leave open, records of checks before the roster, letters and
    words last. Where something speaks for lost, nothing is said of floating.
    """
    found: dict[SituationKind, Sign] = {}
    for sign in (*_of_checks(facts), *_of_roster(facts), *_of_letters(facts, as_of), *_of_words(facts)):
        kind = sign.situation.kind
        found[kind] = _both(found[kind], sign) if kind in found else sign
    if SituationKind.LOST in found:
        found = {kind: sign for kind, sign in found.items() if kind not in FLOATING}
    return tuple(found[kind] for kind in SituationKind if kind in found and not _is_known(found[kind], facts, as_of))


def _is_known(sign: Sign, facts: Facts, as_of: str) -> bool:
    """Whether the ledger has it: it holds, or it has ended and nothing says that it began again."""
    since = sign.situation.since
    for each in facts.situations:
        if each.kind is sign.situation.kind and each.withdrawn is None:
            began_again = each.until is not None and since is not None and since > each.until
            if each.holds(as_of) or not began_again:
                return True
    return False


def _both(one: Sign, other: Sign) -> Sign:
    first, second = one.situation, other.situation
    filled = {
        name: getattr(second, name)
        for name in ("since", "reason", "reason_words", "destination", "kept")
        if getattr(first, name) is None
    }
    return Sign(replace(first, **filled), one.basis, one.stated or other.stated)


def _of_checks(facts: Facts) -> Iterator[Sign]:
    dues, receipt = facts.dues, facts.receipt
    if dues.get("situation") in ("lost", "floating"):
        kind = SituationKind.LOST if dues["situation"] == "lost" else SituationKind.FLOATING_OUT
        yield Sign(
            Situation(
                kind,
                since=dues.get("since"),
                reason=dues.get("why"),
                reason_words=dues.get("why_other"),
                destination=dues.get("whereto"),
            ),
            "党费核查记录",
        )
    if kept_for := _KEPT_FOR.get(dues.get("kept_for", "")):
        spans = kept_spans(dues.get("kept", "")) or []
        since = min((first for first, _ in spans), default=None)
        kept = dues.get("kept") if kept_for is not SituationKind.GRADUATE_KEPT else None
        yield Sign(Situation(kept_for, since=since, kept=kept), "党费核查记录")
    if receipt.get("landed") == "pocket":
        situation = Situation(SituationKind.POCKET, since=receipt.get("sent_on"), destination=receipt.get("receiver"))
        yield Sign(situation, "回执核查记录")


def _of_roster(facts: Facts) -> Iterator[Sign]:
    fields = facts.fields
    reason = next((code for text in _under(facts.extra, _REASON_HEADERS) if (code := read_reason(text))), None)
    if fields.get("lost") == "yes":
        situation = Situation(SituationKind.LOST, since=fields.get("lost_on"), reason=reason)
        yield Sign(situation, "名册：是否失联", stated=True)
    if fields.get("floating") == "yes":
        since = next((day for text in _under(facts.extra, _SINCE_HEADERS) if (day := read_date(text).value)), None)
        situation = Situation(
            SituationKind.FLOATING_OUT, since=since, reason=reason, destination=fields.get("floating_to")
        )
        yield Sign(situation, "名册：是否流动", stated=True)


def _of_letters(facts: Facts, as_of: str) -> Iterator[Sign]:
    if facts.receipt.get("landed") == "landed":
        return
    for letter in facts.letters:
        if not letter.get("arrived_on") and is_receipt_missing(letter, as_of):
            unit, number = letter.get("to_unit") or letter.get("heading"), letter.get("number")
            issued = letter.get("issued")
            situation = Situation(
                SituationKind.POCKET,
                since=issued if isinstance(issued, str) else None,
                destination=unit if isinstance(unit, str) else None,
            )
            yield Sign(situation, f"介绍信{number or ''}过期未收到回执")
            return


def _of_words(facts: Facts) -> Iterator[Sign]:
    texts = [(name, text) for name in LOOKED_AT if (text := facts.fields.get(name))]
    for column, text in (*texts, *facts.extra.items()):
        if column in _REASON_HEADERS or not _ANY.search(text):
            continue
        left = text
        for word, kind in _WORDS:
            if word in left:
                left = left.replace(word, " ")
                yield Sign(Situation(kind), f"{_COLUMN_LABELS.get(column, column)}：{word}")


_COLUMN_LABELS: Final = {"note": "备注", "work": "工作岗位", "post": "职务", "floating_to": "外出流向"}


def _under(extra: Mapping[str, str], headers: Iterable[str]) -> Iterator[str]:
    return (extra[header] for header in headers if extra.get(header))
