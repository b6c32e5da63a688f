"""Search as you type finds what LIKE finds, and no text whatever makes it fail."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from people import arrival
from registers import Register, register

from tui.rules.syllables import SYLLABLES, syllables
from tui.store.commands.roster import import_roster
from tui.store.queries.roster import RosterView, open_view
from tui.store.queries.search import Field, search, words
from tui.store.session import Session

COMMON = "王李张刘陈伟芳娜敏静曾解单小明致远"
RARE = "㐂𠮷𰻞𪚥\ue000·A阿"
NAMES = [
    *(a + b for a in COMMON for b in COMMON),
    *(a + b + c for a in COMMON[:6] for b in COMMON[4:10] for c in COMMON[8:]),
    *("阿依古丽·买买提", "𠮷田一郎", "王㐂", "王\ue000", "王𰻞𪚥", "李A明", "王\uf979", "欧阳致远", "欧阳远致"),
]


def letters(name: str) -> str:
    """Initials for the test: any fixed letter for a character will do."""
    return " ".join(chr(ord("a") + ord(char) % 26) for char in name)


def idno(number: int) -> str:
    return f"{110105198001010000 + number * 7:018}"[:17] + ("X" if number % 11 == 0 else str(number % 10))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    found: Register = register(tmp_path_factory.mktemp("search") / "vault")
    session = found.session()
    arrivals = [arrival(name, letters(name), idno=idno(n)) for n, name in enumerate(NAMES)]
    import_roster(session, arrivals, len(arrivals))
    yield session
    session.db.close()


@pytest.fixture(scope="module")
def view(session: Session) -> RosterView:
    return open_view(session.db, 1, 1)


def liked(session: Session, column: str, pattern: str) -> set[int]:
    query = f"SELECT id FROM member WHERE {column} LIKE ? ESCAPE '!'"
    return {member for (member,) in session.db.execute_sql(query, (pattern,))}


def lettered(session: Session, text: str) -> set[int]:
    """Whose initials have these letters, or whose syllables have them from the beginning of one on (v is u)."""
    typed = text.replace("v", "u")
    spelled = {place + 1 for place, name in enumerate(NAMES) if any(_begun(r, typed) for r in readings(name))}
    return liked(session, "initials", f"%{' '.join(text)}%") | (spelled if len(text) > 1 else set())


def readings(name: str) -> list[list[str]]:
    return [reading.split() for reading in syllables(name).split(" 0 ")]


def _begun(reading: list[str], text: str) -> bool:
    """A part of the reading begins with the text; a syllable that is none of the table's only counts to its end."""
    return any(
        "".join(reading[place:]).startswith(text) and _whole(reading[place:], text) for place in range(len(reading))
    )


def _whole(reading: list[str], text: str) -> bool:
    left = len(text)
    for syllable in reading:
        if left <= len(syllable):
            return any(each.startswith(syllable[:left]) for each in SYLLABLES)
        if syllable not in SYLLABLES:
            return False
        left -= len(syllable)
    return False


def found(session: Session, view: RosterView, text: str) -> set[int]:
    return set(search(session.db, view, text).order)


@given(text=st.text(st.sampled_from(COMMON + RARE[:5]), min_size=1, max_size=3))
def test_a_part_of_a_name_finds_what_like_finds(session: Session, view: RosterView, text: str) -> None:
    assert found(session, view, text) == liked(session, "name", f"%{text}%")


@given(place=st.integers(0, len(NAMES) - 1), start=st.integers(0, 3), length=st.integers(1, 4))
def test_every_part_of_every_name_finds_its_bearer(
    session: Session, view: RosterView, place: int, start: int, length: int
) -> None:
    part = NAMES[place][start : start + length]
    if part.strip("·") and not part.isascii():
        assert place + 1 in found(session, view, part)


@given(text=st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=3))
@example(text="gv")
def test_letters_find_by_initials_and_by_pinyin_what_a_slow_reading_finds(
    session: Session, view: RosterView, text: str
) -> None:
    assert found(session, view, text) == lettered(session, text)


@given(place=st.integers(0, len(NAMES) - 1), start=st.integers(0, 2), end=st.integers(1, 4), cut=st.integers(0, 4))
def test_typed_pinyin_finds_its_bearer_and_whom_a_slow_reading_finds(
    session: Session, view: RosterView, place: int, start: int, end: int, cut: int
) -> None:
    for reading in syllables(NAMES[place]).split(" 0 "):
        spelled = "".join(reading.split()[start:end])
        text = spelled[: max(2, len(spelled) - cut)]
        if len(text) > 1:
            assert place + 1 in found(session, view, text)
            assert found(session, view, text) == lettered(session, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("zengmin", {"曾敏", "曾明"}),
        ("cengmin", {"曾敏", "曾明"}), ("dandan", {"单单"}), ("shand", {"单单"}), ("jiexiao", {"解小"}),
        ("ouyangz", {"欧阳致远"}), ("ouyang zhiyuan", {"欧阳致远"}), ("OuYangZhi", {"欧阳致远"}),
        ("maimaiti", {"阿依古丽·买买提"}), ("gulimai", {"阿依古丽·买买提"}), ("tianyil", {"𠮷田一郎"}),
        ("zengming", {"曾明"}), ("yangyuan", {"欧阳远致"}), ("yuanyang", set()), ("min zeng", {"曾敏", "曾明"}),
    ],
)  # fmt: skip
def test_pinyin_finds_every_reading_of_a_surname(
    session: Session, view: RosterView, text: str, names: set[str]
) -> None:
    assert {NAMES[member - 1] for member in found(session, view, text)} == names


TAILS = st.builds(lambda place, length: idno(place)[-length:], st.integers(0, len(NAMES) - 1), st.integers(2, 18))


@given(text=st.text(st.sampled_from("0123456789"), min_size=1, max_size=6) | TAILS)
def test_last_digits_find_what_like_finds(session: Session, view: RosterView, text: str) -> None:
    assert found(session, view, text) == liked(session, "idno", f"%{text}")


@pytest.mark.parametrize("text", ["1X", "1x", "0x"])
def test_a_final_x_may_be_small_or_capital(session: Session, view: RosterView, text: str) -> None:
    assert found(session, view, text) == liked(session, "idno", f"%{text}")
    assert found(session, view, "1X")


@given(
    one=st.sampled_from(COMMON),
    other=st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=1),
    digits=st.integers(2, 6),
    place=st.integers(0, len(NAMES) - 1),
    order=st.permutations(range(3)),
)
def test_words_narrow_each_other_in_any_order(
    session: Session, view: RosterView, one: str, other: str, digits: int, place: int, order: list[int]
) -> None:
    tail = idno(place)[-digits:]
    parts = [one, other, tail]
    text = " ".join(parts[n] for n in order)
    expected = (
        liked(session, "name", f"%{one}%")
        & liked(session, "initials", f"%{other}%")
        & liked(session, "idno", f"%{tail}")
    )
    assert found(session, view, text) == expected


def test_a_name_and_more_than_four_digits_together(session: Session, view: RosterView) -> None:
    place = NAMES.index("欧阳致远")
    assert found(session, view, f"欧阳 {idno(place)[-6:]}") == {place + 1}
    assert found(session, view, f"王 {idno(place)[-6:]}") == set()


@pytest.mark.parametrize("length", [2, 4, 5, 8, 18])
def test_one_wrong_digit_finds_nobody_by_it(session: Session, view: RosterView, length: int) -> None:
    place = NAMES.index("欧阳致远")
    tail = idno(place)[-length:]
    wrong = str((int(tail[0]) + 1) % 10) + tail[1:]
    assert place + 1 in found(session, view, tail)
    assert place + 1 not in found(session, view, wrong)


def test_full_width_input_counts_as_plain(session: Session, view: RosterView) -> None:
    place = NAMES.index("欧阳致远")
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
    for text in ("wj", letters("欧阳致远").replace(" ", ""), idno(place)[-5:], "1X"):
        assert found(session, view, text.translate(wide).replace(" ", "\u3000")) == found(session, view, text)


def test_variant_forms_of_a_character_are_one(session: Session, view: RosterView) -> None:
    """A compatibility ideograph looks the same on screen, and whoever types gets the other one."""
    place = NAMES.index("王\uf979")
    assert found(session, view, "\u51c9") == found(session, view, "\uf979") == {place + 1}


def test_the_dot_in_a_long_name_may_be_left_out(session: Session, view: RosterView) -> None:
    place = NAMES.index("阿依古丽·买买提")
    for text in ("古丽·买", "古丽买", "古丽•买买提"):
        assert found(session, view, text) == {place + 1}


HOSTILE = (
    *('"', '""', '"王', '王"伟', "*", "王*", "NEAR(", "NEAR(王 伟)", "^王", "-", "王 -李", "AND", "王 OR 李", "NOT"),
    *("name:王", "{name}", "(", ")", "王+伟", "'; DROP TABLE member; --", "%", "_", "\\", "[/]", "·", "？", "\u200b"),
    *(":", "王:", "'", "「王」", "\x00", "王\x00", "\ud800", "\x1b[2J"),
    *("1" * 19, "王" * 5000, "王 " * 3000, " ".join(map(str, range(3000)))),
)
SIGNS = frozenset("*%_():'？·-") | {"NEAR("}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_operators_and_rubbish_are_searched_for_and_never_obeyed(session: Session, view: RosterView, text: str) -> None:
    hits = found(session, view, text)
    assert not hits or text not in SIGNS
    assert session.db.execute_sql("SELECT count(*) FROM member").fetchone() == (len(NAMES),)


@given(st.text())
def test_no_text_makes_it_fail(session: Session, view: RosterView, text: str) -> None:
    hits = search(session.db, view, text)
    assert set(hits.order) <= set(view.order)


@given(st.text(st.sampled_from("\"*^-:(){}+王伟ab12 ,.'NEARANDOTx"), max_size=20))
def test_no_mixture_of_operators_makes_it_fail(session: Session, view: RosterView, text: str) -> None:
    assert set(search(session.db, view, text).order) <= set(view.order)


@pytest.mark.parametrize("text", ["", " ", "\u3000\t\n", "\u200b"])
def test_an_empty_text_is_the_whole_view(session: Session, view: RosterView, text: str) -> None:
    assert search(session.db, view, text) is view


def test_what_nobody_is_called_finds_nobody_and_the_empty_view_can_be_searched_on(
    session: Session, view: RosterView
) -> None:
    nobody = search(session.db, view, "龘")
    assert len(nobody.order) == 0
    assert len(search(session.db, nobody, "王").order) == 0
    assert nobody.place(1) is None


def test_hits_keep_the_order_of_the_roster(session: Session, view: RosterView) -> None:
    hits = search(session.db, view, "王")
    assert list(hits.order) == [member for member in view.order if member in set(hits.order)]
    assert [hits.place(member) for member in hits.order] == list(range(len(hits.order)))


def test_only_members_of_the_view_are_found(session: Session, view: RosterView) -> None:
    half = view.only(member for member in view.order if member % 2)
    assert set(search(session.db, half, "王").order) == {m for m in found(session, view, "王") if m % 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三丰", [(Field.NAME, "张三丰")]),
        ("zsf", [(Field.PINYIN, "zsf")]),
        ("ＺＳＦ", [(Field.PINYIN, "zsf")]),
        ("123x", [(Field.ID_TAIL, "123X")]),
        ("X", [(Field.PINYIN, "x")]),
        ("张 zs 1234", [(Field.NAME, "张"), (Field.PINYIN, "zs"), (Field.ID_TAIL, "1234")]),
        ("x12", [(Field.NAME, "x12")]),
    ],
)
def test_each_word_is_looked_for_where_it_belongs(text: str, expected: list[tuple[Field, str]]) -> None:
    assert words(text) == expected
