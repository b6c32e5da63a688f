"""One value, one spelling: canonical JSON (RFC 8785) without floats, in NFC.

What is signed or hashed must have exactly one byte form, otherwise two readers may see two things in one
signature. Reading therefore refuses every other spelling of the same value.
"""

import json
import unicodedata
from typing import Any, NoReturn

import rfc8785


def encode(value: Any) -> bytes:
    """The canonical bytes of a value: dicts with string keys, lists, strings, integers, bools and None.

    ValueError for anything ``decode`` would not give back: floats, integers beyond 2**53 - 1, text that
    is not NFC or holds lone surrogates, other types, nesting deeper than the interpreter carries.
    """
    try:
        _refuse_floats(value)
        raw = rfc8785.dumps(value)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not unicodedata.is_normalized("NFC", raw.decode()):
        raise ValueError("text is not in Unicode NFC")
    return raw


def decode(raw: bytes) -> Any:
    """The value that the bytes say; ValueError unless they are its canonical encoding.

    Duplicate or unsorted keys, floats and NaN, escapes and white space that need not be, text that is not
    NFC and anything after the value are all other spellings and refused.
    """
    try:
        value = json.loads(raw.decode(), parse_float=_refuse_number, parse_constant=_refuse_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if encode(value) != raw:
        raise ValueError("not the canonical encoding")
    return value


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"not an integer: {text[:40]}")


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("floats have no place in signed text")
    if isinstance(value, dict):
        for member in value.values():
            _refuse_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_floats(member)
