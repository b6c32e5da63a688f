"""Reading a filter as a person types it, half- and full-width, with a Chinese input method on or off.

    filter = alternative { 或 alternative }    alternative = part { part }
    part = [-] (word | field:value | "(" filter ")")

Parts beside each other narrow each other; 或 (OR, |) stands between alternatives and binds less. Every mistake is told
with its place: the text is looked at character by character, so that places stay those of what was typed.
"""

from dataclasses import dataclass
from typing import Final

from tui.rules.filters.conditions import condition
from tui.rules.filters.expressions import OR, All, Either, Expression, Not, Term, Unreadable, Word
from tui.rules.filters.fields import BY_WORD, Field, Kind
from tui.rules.filters.signs import plain, tidy
from tui.text import clean

LONGEST: Final = 400
"""Characters of a filter; a pasted page is no filter."""
MOST_PARTS: Final = 60
"""Parts of a filter: the database takes so many sets in one query, and nobody can read more."""

_CLOSING: Final = {'"': '"', "“": "”", "”": "”", "「": "」", "＂": "＂"}


@dataclass(frozen=True, slots=True)
class _Token:
    """``sign`` is one of ( ) - | or "" for a word; a word's ``field`` is what stands before its colon."""

    start: int
    end: int
    sign: str = ""
    field: str | None = None
    value: str = ""
    value_start: int = 0
    is_quoted: bool = False


def parse(text: str) -> Expression:
    """The filter that ``text`` says; an empty one lets everybody through. Raises ``Unreadable``."""
    if len(text) > LONGEST:
        raise Unreadable(LONGEST, len(text), f"筛选条件太长，至多{LONGEST}字。")
    tokens = list(_Scanner(text).tokens())
    if len(tokens) > MOST_PARTS:
        raise Unreadable(tokens[MOST_PARTS].start, len(text), f"条件太多，至多{MOST_PARTS}项。")
    reader = _Reader(tokens, len(text))
    return reader.whole()


class _Scanner:
    """Cuts the text into tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def tokens(self) -> "list[_Token]":
        found = []
        while self._place < len(self._text):
            sign = plain(self._text[self._place])
            if sign.isspace() or not clean(sign).strip():
                self._place += 1
            elif sign in ("(", ")", "|", "-"):
                found.append(_Token(self._place, self._place + 1, sign))
                self._place += 1
            else:
                found.append(self._word())
        return found

    def _word(self) -> _Token:
        """A bare or quoted word, or a field with its value, up to a blank or a bracket that it did not open."""
        start = self._place
        value, is_quoted = self._piece(stop_at_colon=True)
        if is_quoted or self._place >= len(self._text) or plain(self._text[self._place]) != ":":
            return _Token(start, self._place, value=value, value_start=start, is_quoted=is_quoted)
        field, self._place = value, self._place + 1
        value_start = self._place
        value, is_quoted = self._piece(stop_at_colon=False)
        return _Token(start, self._place, "", field, value, value_start, is_quoted)

    def _piece(self, *, stop_at_colon: bool) -> tuple[str, bool]:
        if self._place < len(self._text) and self._text[self._place] in _CLOSING:
            return self._quoted(), True
        start, open_brackets = self._place, 0
        while self._place < len(self._text):
            sign = plain(self._text[self._place])
            if sign.isspace() or sign == "|" or (sign == ":" and stop_at_colon):
                break
            open_brackets += (sign == "(") - (sign == ")")
            if open_brackets < 0:
                break
            self._place += 1
        return self._text[start : self._place], False

    def _quoted(self) -> str:
        start = self._place
        closing = _CLOSING[self._text[start]]
        found: list[str] = []
        self._place += 1
        while self._place < len(self._text):
            character = self._text[self._place]
            self._place += 1
            if character != closing:
                found.append(character)
            elif self._text[self._place : self._place + 1] == closing:
                found.append(character)
                self._place += 1
            else:
                return "".join(found)
        raise Unreadable(start, len(self._text), "引号没有成对。")


class _Reader:
    """Makes an expression of tokens."""

    def __init__(self, tokens: "list[_Token]", length: int) -> None:
        self._tokens = tokens
        self._place = 0
        self._length = length

    def whole(self) -> Expression:
        if not self._tokens:
            return All(())
        found = self._either()
        if (left := self._next()) is not None:
            raise Unreadable(left.start, left.end, "多了一个右括号。")
        return found

    def _next(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _either(self) -> Expression:
        parts = [self._all()]
        while (token := self._next()) is not None and _is_or(token):
            self._place += 1
            parts.append(self._all(after=token))
        flat = [each for part in parts for each in (part.parts if isinstance(part, Either) else (part,))]
        return flat[0] if len(flat) == 1 else Either(tuple(flat))

    def _all(self, after: _Token | None = None) -> Expression:
        parts: list[Expression] = []
        while (token := self._next()) is not None and not _is_or(token) and token.sign != ")":
            parts.append(self._part())
        if not parts:
            token = self._next() or after
            start, end = (token.start, token.end) if token else (self._length, self._length)
            raise Unreadable(start, end, "这里缺少条件。")
        flat = [each for part in parts for each in (part.parts if isinstance(part, All) else (part,))]
        return flat[0] if len(flat) == 1 else All(tuple(flat))

    def _part(self) -> Expression:
        token = self._tokens[self._place]
        self._place += 1
        match token.sign:
            case "-":
                return self._negated(token)
            case "(":
                inner = self._either()
                if (closing := self._next()) is None or closing.sign != ")":
                    raise Unreadable(token.start, token.end, "左括号没有对应的右括号。")
                self._place += 1
                return inner
            case _:
                return _term(token)

    def _negated(self, minus: _Token) -> Expression:
        token = self._next()
        if token is None or token.start != minus.end or token.sign in ("-", ")", "|") or _is_or(token):
            raise Unreadable(minus.start, minus.end, "减号后面要紧接被排除的条件。")
        inner = self._part()
        return inner.part if isinstance(inner, Not) else Not(inner)


def _is_or(token: _Token) -> bool:
    return token.sign == "|" or (token.field is None and not token.is_quoted and _folded(token.value) in OR)


def _folded(text: str) -> str:
    return "".join(map(plain, text)) if len(text) <= len("OR") else text


def _term(token: _Token) -> Expression:
    value = tidy(token.value)
    if token.field is None:
        if not value:
            raise Unreadable(token.start, token.end, "引号中没有内容。")
        return Word(value)
    field = _field(token)
    if not value:
        raise Unreadable(token.start, token.end, f"“{field.label}”后面缺少内容：{field.help}。")
    if field.kind is not Kind.TEXT and not token.is_quoted:
        value = tidy("".join(map(plain, token.value)))
    try:
        return Term(field.key, field.label, condition(field, value, quoted=token.is_quoted))
    except ValueError as error:
        raise Unreadable(token.value_start, token.end, str(error)) from error


def _field(token: _Token) -> Field:
    word = tidy(token.field or "").lower()
    if word not in BY_WORD:
        end = max(token.value_start, token.start + 1)
        raise Unreadable(token.start, end, f"没有“{clean(token.field or '')}”这个项目，按Tab可以选。")
    return BY_WORD[word]
