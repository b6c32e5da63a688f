"""A recovery identity comes back from its sheet, a typing mistake is found in its line, and age opens with it."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.crypto import age, recovery, signing, subkeys
from tui.faults import Failure, Fault

IDENTITY, PUBLIC = recovery.new()
SHEET = recovery.sheet(IDENTITY)
ALPHABET = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"


def failure(lines: list[str]) -> tuple[Fault, object]:
    with pytest.raises(Failure) as raised:
        recovery.typed_back("\n".join(lines))
    return raised.value.fault, raised.value.details.get("lines")


def without_numbers(lines: list[str]) -> list[str]:
    return [line[1:].strip() for line in lines]


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" for c in text)


def test_five_numbered_lines_of_groups_of_four() -> None:
    assert len(SHEET) == recovery.LINES == 5
    for number, line in enumerate(SHEET, 1):
        first, *groups = line.split()
        assert first == str(number)
        assert [len(group) for group in groups] == ([4, 4, 4, 4] if number < 5 else [4, 4, 2, 4])
        assert set("".join(groups)) <= set(ALPHABET)


def test_the_prefix_and_the_groups_are_the_identity() -> None:
    characters = "".join("".join(line.split()[1:-1]) for line in SHEET)
    assert "AGE-SECRET-KEY-1" + characters == IDENTITY


def test_every_identity_comes_back() -> None:
    for _ in range(50):
        identity, public = recovery.new()
        assert recovery.typed_back("\n".join(recovery.sheet(identity))) == identity
        assert recovery.public_of(identity) == public


WAYS: dict[str, Callable[[list[str]], list[str]]] = {
    "without numbers": without_numbers,
    "without spaces": lambda lines: [line.replace(" ", "") for line in lines],
    "without either": lambda lines: [line.replace(" ", "")[1:] for line in lines],
    "small letters": lambda lines: [line.lower() for line in lines],
    "full width": lambda lines: [full_width(line) for line in lines],
    "hyphens, a dot after the number": lambda lines: [
        line[0] + "．" + line[3:].replace(" ", "-") for line in lines
    ],
    "empty lines between": lambda lines: ["", "  ", *(text for line in lines for text in (line + " ", ""))],
    "O for 0, 1 and I for L, B for 8": lambda lines: [
        line[0] + line[1:].replace("0", "O").replace("L", "1", 1).replace("L", "I").replace("8", "B") for line in lines
    ],
    "the same in small letters without numbers": lambda lines: [
        line.replace("0", "O").replace("L", "1").replace("8", "B").lower() for line in without_numbers(lines)
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_it_may_be_typed_in_many_ways(way: str) -> None:
    for identity in (IDENTITY, *(recovery.new()[0] for _ in range(30))):
        assert recovery.typed_back("\n".join(WAYS[way](recovery.sheet(identity)))) == identity


@given(st.integers(0, 4), st.integers(0, 15), st.sampled_from(ALPHABET), st.booleans())
def test_a_wrong_character_is_found_in_its_line(line: int, place: int, wrong: str, numbered: bool) -> None:
    typed = [text.replace(" ", "") for text in without_numbers(SHEET)]
    assume(place < len(typed[line]) and typed[line][place] != wrong)
    typed[line] = typed[line][:place] + wrong + typed[line][place + 1 :]
    if numbered:
        typed = [f"{number} {text}" for number, text in enumerate(typed, 1)]
    assert failure(typed) == (Fault.RECOVERY_TYPO, str(line + 1))


@given(st.integers(0, 4), st.integers(0, 14))
def test_two_characters_that_changed_places_are_found_in_their_line(line: int, place: int) -> None:
    typed = [text.replace(" ", "") for text in without_numbers(SHEET)]
    text = typed[line]
    assume(place + 1 < len(text) and text[place] != text[place + 1])
    typed[line] = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert failure(typed) == (Fault.RECOVERY_TYPO, str(line + 1))


@given(st.integers(0, 4), st.integers(0, 15), st.sampled_from(["", "Q", "QQ", "党", "55"]))
def test_a_character_too_many_or_too_few_is_found_in_its_line(line: int, place: int, put_in: str) -> None:
    typed = [text.replace(" ", "") for text in without_numbers(SHEET)]
    assume(place < len(typed[line]))
    typed[line] = typed[line][:place] + put_in + typed[line][place + (not put_in) :]
    assert failure(typed) == (Fault.RECOVERY_TYPO, str(line + 1))


def test_lines_missing_too_many_or_in_another_order_are_named() -> None:
    plain = without_numbers(SHEET)
    assert failure([]) == (Fault.RECOVERY_TYPO, "1、2、3、4、5")
    assert failure(SHEET[:4]) == (Fault.RECOVERY_TYPO, "5")
    assert failure([*SHEET, SHEET[0]]) == (Fault.RECOVERY_TYPO, "6")
    assert failure([plain[0], plain[2], plain[1], *plain[3:]]) == (Fault.RECOVERY_TYPO, "2、3")
    assert failure([SHEET[0], "", "2", *SHEET[2:4], "5 QQQQ"]) == (Fault.RECOVERY_TYPO, "2、5")


def test_lines_of_two_sheets_do_not_belong_together() -> None:
    other = recovery.sheet(recovery.new()[0])
    assert failure([*SHEET[:3], *other[3:]]) == (Fault.RECOVERY_WRONG, None)


@given(st.text(max_size=200))
def test_any_other_text_is_refused_in_order(text: str) -> None:
    with pytest.raises(Failure) as raised:
        recovery.typed_back(text)
    assert raised.value.fault is Fault.RECOVERY_TYPO


@pytest.mark.parametrize("text", ["", PUBLIC.recipient, IDENTITY[:-1]], ids=["nothing", "public", "cut"])
def test_only_an_identity_is_printed_or_signs(text: str) -> None:
    for use in (recovery.sheet, recovery.seed_of, recovery.public_of):
        with pytest.raises(ValueError, match="identity"):
            use(text)


def test_its_signature_verifies_with_its_public_half() -> None:
    signature = signing.sign(recovery.seed_of(IDENTITY + "\n"), b"message")
    assert signing.verifies(PUBLIC.verify_key, b"message", signature)
    assert recovery.seed_of(recovery.new()[0]) != recovery.seed_of(IDENTITY)


@pytest.mark.skipif(shutil.which("age") is None, reason="the age command is not installed")
def test_the_age_command_opens_a_sub_key_with_what_was_typed_back(tmp_path: Path) -> None:
    key = subkeys.new_database_key()
    stranger = age.recipient_of(age.new_identity())
    (tmp_path / "data.age").write_bytes(subkeys.seal(subkeys.key_to_text(key), [stranger, PUBLIC.recipient]))
    (tmp_path / "recovery.txt").write_text(recovery.typed_back("\n".join(SHEET).lower()) + "\n")
    command = ["age", "-d", "-i", "recovery.txt", "data.age"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout.decode() == key.hex() + "\n"


@pytest.mark.skipif(shutil.which("age-keygen") is None, reason="the age-keygen command is not installed")
def test_identities_of_the_age_keygen_command_have_a_sheet_too() -> None:
    printed = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout.splitlines()
    identity, recipient = printed[-1], printed[-2].removeprefix("# public key: ")
    assert recovery.typed_back("\n".join(recovery.sheet(identity))) == identity
    assert recovery.public_of(identity).recipient == recipient
