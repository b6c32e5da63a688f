"""A compiled filter finds whom a slow reading of every record finds, in any combination, over any small register."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import arrival
from registers import Register, register

from tui.faults import Failure, Fault
from tui.rules.checks import Stage
from tui.rules.circumstances import behind
from tui.rules.dates import earliest, latest, years_between
from tui.rules.disposal.procedures import PROCEDURES
from tui.rules.filters import parse
from tui.rules.filters.expressions import All, Between, Contains, Either, Expression, Not, OneOf, Term, Unrecorded, Word
from tui.rules.filters.usual import USUAL
from tui.rules.focus_groups import FocusGroup
from tui.rules.situations import ABROAD, FLOATING, SituationKind, lost_and_floating
from tui.rules.syllables import syllables
from tui.rules.units import UnitKind
from tui.store.commands.filters import delete_filter, rename_filter, save_filter
from tui.store.commands.organizations import add_organization
from tui.store.commands.roster import import_roster
from tui.store.queries.filter_ids import Context
from tui.store.queries.filtering import ids_of, matching, members_of
from tui.store.queries.roster import RosterView, open_view
from tui.store.queries.saved_filters import saved_filters
from tui.store.queries.situations import recorded
from tui.store.session import Session

Record = Mapping[str, Any]
SIZE = 160
MARKED = frozenset({1, 5, 9, 12})


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A committee with three branches and made-up people with everything that can be asked for."""
    from vaults import COMMITTEE

    found: Register = register(tmp_path_factory.mktemp("filters") / "vault", COMMITTEE)
    session = found.session()
    for number, name in enumerate(("机关第一党支部", "机关第二党支部", "离退休_党支部"), 1):
        add_organization(session, 1, UnitKind.BRANCH, str(number), name)
    chance = random.Random(5)
    import_roster(session, [_person(chance) for _ in range(SIZE)], SIZE)
    _reviews(session, chance)
    _disposals(session)
    yield session
    session.db.close()


def _date(chance: random.Random, first: int, last: int) -> str:
    year, month, day = chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28)
    return chance.choice((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}", f"{year}-01-01"))


def _person(chance: random.Random) -> Any:
    name = "".join(chance.choice("王李张伟芳机") for _ in range(chance.randint(2, 3)))
    letters = {"王": "w", "李": "l", "张": "z", "伟": "w", "芳": "f", "机": "j"}
    fields = {
        "idno": f"{110105198001010000 + chance.randint(0, 99)}",
        "phone": f"1380000{chance.randint(0, 20):04}",
        "landline": chance.choice(("010-6655", "")),
        "sex": chance.choice(("male", "female")),
        "category": chance.choice(("full", "probationary")),
        "membership": chance.choice(("normal", "suspended", "")),
        "birth": _date(chance, 1955, 1980),
        "joined": _date(chance, 1975, 2000),
        "full_at": _date(chance, 1976, 2001),
        "dues_to": _date(chance, 2024, 2027),
        "nation": chance.choice(("汉族", "回族")),
        "address": chance.choice(("江城_一号", "江城%二号", "")),
        "lost": chance.choice(("yes", "no")),
        "floating": chance.choice(("yes", "no")),
        "note": chance.choice(("已去函", "")),
        "joining_form": chance.choice(("complete", "missing")),
    }
    kept = {key: value for key, value in fields.items() if value and chance.random() < 0.85}
    return arrival(name, " ".join(letters[c] for c in name), org=chance.randint(2, 4), **kept)


def _disposals(session: Session) -> None:
    """Cases of every third member or so, of a few kinds, in every state."""
    chance = random.Random(7)
    for member in range(1, SIZE + 1):
        for _ in range(chance.choice((0, 0, 1, 2))):
            session.db.execute_sql(
                """INSERT INTO disposal_case(uuid, member, procedure, policy, opened_on, origin, state, by, at)
                   VALUES (?, ?, ?, '2019', '2020-01-01', 'check', ?, 1, 0)""",
                (
                    UUID(int=chance.getrandbits(128)).bytes,
                    member,
                    chance.choice(("persuasion", "self_withdrawal_2016", "self_withdrawal_2019", "correction")),
                    chance.choice(("open", "closed", "withdrawn", "history")),
                ),
            )


def _reviews(session: Session, chance: random.Random) -> None:
    run = session.db.execute_sql
    for member in range(1, SIZE + 1):
        if chance.random() < 0.3:
            run("UPDATE subject SET ground = 'out_without_receipt' WHERE member = ?", (member,))
        for stage in (1, 2):
            if chance.random() < 0.7:
                given_ = [(chance.choice("ucfpdn"), chance.choice("ob")) for _ in range(5)]
                run(
                    """INSERT INTO review(campaign, stage, member, c1, c2, c3, c4, c5, h1, h2, h3, h4, h5, unit, note)
                       VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)""",
                    (
                        stage,
                        member,
                        *(letter for letter, _ in given_),
                        *(None if letter == "u" else how for letter, how in given_),
                        chance.choice((None, "", "去函查询")),
                    ),
                )
        for code in ("V02a", "V02b", "V07", "V20"):
            if chance.random() < 0.3:
                run(
                    """INSERT INTO finding(uuid, member, campaign, stage, check_no, code, state)
                       VALUES (?, ?, 1, 1, 1, ?, ?)""",
                    (UUID(int=chance.getrandbits(128)).bytes, member, code, chance.choice(("open", "resolved"))),
                )
        for kind in chance.sample(list(SituationKind), chance.choice((0, 0, 1, 2))):
            run(
                """INSERT INTO situation(uuid, member, kind, since, until, withdrawn, by, at)
                   VALUES (?, ?, ?, ?, ?, ?, 1, 0)""",
                (
                    UUID(int=chance.getrandbits(128)).bytes,
                    member,
                    kind.value,
                    chance.choice((None, _date(chance, 2010, 2027))),
                    chance.choice((None, _date(chance, 2015, 2027))),
                    chance.choice((None, None, None, "登错")),
                ),
            )
        for group in chance.sample(list(FocusGroup), chance.choice((0, 0, 1, 3))):
            run("INSERT INTO focus_group(kind, member) VALUES (?, ?)", (group.number, member))
        if chance.random() < 0.5:
            run(
                """INSERT INTO letter(uuid, member, direction, issued, receipt, receipt_on, to_unit, heading)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    UUID(int=chance.getrandbits(128)).bytes,
                    member,
                    chance.choice(("out", "in")),
                    chance.choice((None, _date(chance, 2000, 2020))),
                    chance.choice((None, "yes", "no")),
                    chance.choice((None, _date(chance, 2008, 2020))),
                    chance.choice((None, "江城市委")),
                    chance.choice((None, "海州县委组织部")),
                ),
            )


# the slow reading


class People:
    """Every record in memory, and what a filter says of one."""

    def __init__(self, session: Session) -> None:
        def rows(sql: str) -> list[dict[str, Any]]:
            cursor = session.db.execute_sql(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        self.members = {row["id"]: row for row in rows("SELECT * FROM member")}
        self.branches = {row["id"]: row["name"] for row in rows("SELECT * FROM organization")}
        self.top = self.branches[1]
        self.grounds = {row["member"]: row["ground"] for row in rows("SELECT * FROM subject")}
        self.reviews = {(row["stage"], row["member"]): row for row in rows("SELECT * FROM review")}
        self.findings = rows("SELECT * FROM finding")
        self.letters = rows("SELECT * FROM letter")
        self.as_of = session.db.execute_sql("SELECT as_of FROM campaign").fetchone()[0]
        self.groups = {(row["kind"], row["member"]) for row in rows("SELECT * FROM focus_group")}
        self.disposals = rows("SELECT member, procedure, state FROM disposal_case")
        self.situations = recorded(session.db, list(self.members))

    def fits(self, member: int, expression: Expression, stage: Stage) -> bool:
        match expression:
            case Word(wanted):
                return self._word(member, wanted)
            case Not(part):
                return not self.fits(member, part, stage)
            case All(parts):
                return all(self.fits(member, part, stage) for part in parts)
            case Either(parts):
                return any(self.fits(member, part, stage) for part in parts)
            case Term():
                return self._term(member, expression, stage)

    def _word(self, member: int, wanted: str) -> bool:
        fields = self.members[member]
        if wanted.isdigit():
            phone = fields["phone"] or ""
            return (fields["idno"] or "").endswith(wanted) or (len(wanted) >= 4 and phone.endswith(wanted))
        if wanted.isascii():
            return wanted in fields["initials"].replace(" ", "") or self._spelled(fields["name"], wanted)
        return wanted in fields["name"] or (len(wanted) >= 3 and self._in_branch(member, wanted))

    def _spelled(self, name: str, wanted: str) -> bool:
        """The names of this register have one reading each."""
        tokens = syllables(name).split()
        return any("".join(tokens[place:]).startswith(wanted) for place in range(len(tokens)))

    def _in_branch(self, member: int, wanted: str) -> bool:
        return wanted in self.branches[self.members[member]["org"]] or wanted in self.top

    def _term(self, member: int, term: Term, stage: Stage) -> bool:
        fields, condition = self.members[member], term.condition
        columns = {"born": "birth", "full": "full_at", "dues": "dues_to"}
        column = columns.get(term.field, term.field)
        match condition:
            case Unrecorded():
                wanted = ("phone", "landline") if term.field == "phone" else (column,)
                return not any(fields[each] for each in wanted)
            case Contains(wanted):
                return self._text(member, term.field, wanted)
            case Between():
                return self._between(member, term.field, column, condition)
            case OneOf(values):
                return any(self._value(member, term.field, value, stage) for value in values)

    def _text(self, member: int, field: str, wanted: str) -> bool:
        fields = self.members[member]
        match field:
            case "pinyin":
                return self._word(member, wanted)
            case "branch":
                return self._in_branch(member, wanted)
            case "idno":
                return bool((fields["idno"] or "").endswith(wanted))
            case "phone":
                return bool((fields["phone"] or "").endswith(wanted) or wanted in (fields["landline"] or ""))
            case "note":
                notes = [self.reviews.get((stage, member), {}).get("note") for stage in (1, 2)]
                return any(wanted in (note or "") for note in (fields["note"], *notes))
            case "to":
                return any(
                    wanted in (each["to_unit"] or "") or wanted in (each["heading"] or "")
                    for each in self._letters(member, "out")
                )
            case _:
                return wanted in (fields[field] or "")

    def _letters(self, member: int, *directions: str) -> list[dict[str, Any]]:
        return [each for each in self.letters if each["member"] == member and each["direction"] in directions]

    def _between(self, member: int, field: str, column: str, span: Between) -> bool:
        if field in ("age", "years"):
            day = self.members[member]["birth" if field == "age" else "full_at"]
            return bool(day) and (int(span.first or -999) <= years_between(day, self.as_of) <= int(span.last or 999))
        if field in ("issued", "receipt"):
            days = [each["issued" if field == "issued" else "receipt_on"] for each in self._letters(member, "out")]
        else:
            days = [self.members[member][column]]
        first = earliest(span.first) if span.first else earliest("1900")
        last = latest(span.last) if span.last else latest("2100")
        return any(day and first <= earliest(day) <= last for day in days)

    def _verdict(self, member: int, stage: Stage, check: int) -> str:
        return str(self.reviews.get((stage.number, member), {}).get(f"c{check}", "u"))

    def _value(self, member: int, field: str, value: str, stage: Stage) -> bool:
        fields = self.members[member]
        stages = {"check": stage, "given": stage, "self": Stage.SELF_CHECK, "verify": Stage.VERIFICATION}
        name = field.rstrip("12345")
        if name in stages:
            checks = [int(field[len(name) :])] if field != name else list(range(1, 6))
            if name == "given":
                review = self.reviews.get((stage.number, member), {})
                return any(review.get(f"h{check}") == {"bulk": "b", "singly": "o"}[value] for check in checks)
            letters = {"unchecked": "u", "clear": "c", "mended": "f", "pending": "p", "doubt": "d", "na": "n"}
            letters["done"] = "cfpdn"
            return any(self._verdict(member, stages[name], check) in letters[value] for check in checks)
        match field:
            case "ground":
                return bool(self.grounds[member] == value)
            case "letter":
                return self._has_letter(member, value)
            case "finding":
                return any(self._open(each, member) and value in ("any", each["code"]) for each in self.findings)
            case "is":
                return self._is(member, value, stage)
            case "situation":
                return self._situation(member, value)
            case "disposal":
                return self._disposal(member, value)
            case "group":
                holding = {group.value for group in FocusGroup if (group.number, member) in self.groups}
                return bool(holding) == (value == "any") if value in ("any", "none") else value in holding
            case _:
                return bool(fields[field] == value)

    def _situation(self, member: int, value: str) -> bool:
        known = [each for each in self.situations.get(member, ()) if each.withdrawn is None]
        holding = {each.kind for each in known if each.holds(self.as_of)}
        every = frozenset(SituationKind)
        groups = {"any": every, "none": every, "floating": FLOATING, "abroad": ABROAD}
        if value == "ended":
            return any(each.until is not None and each.until <= self.as_of for each in known)
        found = bool(holding & (groups[value] if value in groups else {SituationKind(value)}))
        return found != (value == "none")

    def _disposal(self, member: int, value: str) -> bool:
        cases = [each for each in self.disposals if each["member"] == member]
        standing = [each for each in cases if each["state"] != "withdrawn"]
        if value in ("any", "none"):
            return bool(standing) == (value == "any")
        labels = {PROCEDURES[each["procedure"]].label for each in standing}
        return any(each["state"] == value for each in cases) or (
            value in PROCEDURES and PROCEDURES[value].label in labels
        )

    def _open(self, finding: Record, member: int) -> bool:
        return bool(finding["member"] == member and finding["state"] == "open")

    def _has_letter(self, member: int, value: str) -> bool:
        out = self._letters(member, "out")
        came = [bool(each["receipt_on"]) or each["receipt"] == "yes" for each in out]
        match value:
            case "open":
                return any(
                    not back and (each["issued"] or "2007") >= "2007" for each, back in zip(out, came, strict=True)
                )
            case "receipted":
                return any(came)
            case "any" | "none":
                return bool(self._letters(member, "out", "in")) == (value == "any")
            case _:
                return bool(self._letters(member, value))

    def _is(self, member: int, value: str, stage: Stage) -> bool:
        fields = self.members[member]
        own = [self._verdict(member, stage, check) for check in range(1, 6)]
        ours = [self._verdict(member, Stage.SELF_CHECK, check) for check in range(1, 6)]
        theirs = [self._verdict(member, Stage.VERIFICATION, check) for check in range(1, 6)]
        review = self.reviews.get((stage.number, member), {})
        readings: dict[str, Callable[[], Any]] = {
            "lost": lambda: lost_and_floating(fields, self.situations.get(member, ()), self.as_of).lost,
            "floating": lambda: lost_and_floating(fields, self.situations.get(member, ()), self.as_of).floating,
            "pocket": lambda: (
                self.grounds[member] == "out_without_receipt" or self._situation(member, SituationKind.POCKET.value)
            ),
            "suspended": lambda: fields["membership"] == "suspended",
            "probationary": lambda: fields["category"] == "probationary",
            "overdue": lambda: (
                fields["dues_to"] and fields["membership"] != "suspended" and behind(fields["dues_to"], self.as_of)
            ),
            "flagged": lambda: any(self._open(each, member) for each in self.findings),
            "noted": lambda: review.get("note"),
            "unchecked": lambda: "u" in own,
            "doubt": lambda: "d" in own,
            "bulk": lambda: any(review.get(f"h{check}") == "b" for check in range(1, 6)),
            "mismatch": lambda: any(b not in ("u", a) for a, b in zip(ours, theirs, strict=True)),
            "marked": lambda: member in MARKED,
        }
        return bool(readings[value]())


@pytest.fixture(scope="module")
def people(session: Session) -> People:
    return People(session)


@pytest.fixture(scope="module")
def view(session: Session) -> RosterView:
    return open_view(session.db, 1, 1)


ATOMS = (
    *("王", "张伟", "机关第", "党支部", "ww", "zf", "wangw", "zhang", "lifang", "拼音:weiw", "1", "11", "0000011"),
    *("支部:第一", "支部:_", "身份证:21", "电话:6655"),
    *("电话:0011", "民族:回", "住址:%", "住址:_", "住址:空", "电话:空", "备注:去函", "性别:女", "类别:预备"),
    *("党籍:空", "党籍:正常,停止", "对象:口袋", "对象:在册", "志愿书:缺", "志愿书:空"),
    *("出生:1960..1970", "出生:1960", "出生:..1960-01", "出生:>=1970-01-01", "出生:<1960-06"),
    *("入党:>1990", "转正:..1985"),
    *("党费:<2026-01", "党费:2025-12..", "党费:空", "年龄:60..", "年龄:<50", "年龄:55..65", "党龄:30", "党龄:..40"),
    *(f"{stage}{asked}" for stage in ("查", "自查", "核查") for asked in (
        "1:未查", "2:无误", "3:已更正", "4:存疑,待完善", "5:不适用", ":存疑", "2:已查")),
    *("方式:批量", "方式3:逐人", "介绍信:未回执", "介绍信:已回执", "介绍信:转出", "介绍信:转入"),
    *("介绍信:有", "介绍信:没有"),
    *("转入单位:市委", "开具:2007..2010", "回执:2010..", "问题:V02", "问题:V20", "问题:有", "是:已标记"),
    *(f"情形:{word}" for word in ("有", "没有", "流动", "出国", "已了结", "失联,空挂")),
    *(f"situation:{kind.value}" for kind in SituationKind),
    *(f"处置:{word}" for word in ("有", "没有", "办理中", "已办结", "已撤销", "劝退", "自行脱党除名,劝退")),
    *(f"group:{group.value}" for group in FocusGroup),
    *("重点群体:有", "群体:没有", "重点群体:农村异地居住,社区人户分离", "重点群体:高校离职教职工"),
    *USUAL.values(),
)  # fmt: skip


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("text", ATOMS)
def test_a_term_and_its_negation_find_whom_the_records_say(
    session: Session, people: People, view: RosterView, text: str, stage: Stage
) -> None:
    for asked in (text, f"-({text})"):
        expected = [member for member in view.order if people.fits(member, parse(asked), stage)]
        assert list(members_of(session.db, view, parse(asked), stage=stage, marked=MARKED).order) == expected


def test_hardly_a_term_is_tried_in_vain(people: People, view: RosterView) -> None:
    found = [sum(people.fits(m, parse(text), Stage.VERIFICATION) for m in view.order) for text in ATOMS]
    assert all(0 < count < SIZE or text == "党支部" for text, count in zip(ATOMS, found, strict=True)), [
        (text, count) for text, count in zip(ATOMS, found, strict=True) if not 0 < count < SIZE
    ]


FILTERS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: (
        st.builds("-({})".format, inner)
        | st.builds("({} 或 {})".format, inner, inner)
        | st.builds("{} {}".format, inner, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=150)
@given(text=FILTERS, stage=st.sampled_from(list(Stage)))
def test_any_combination_finds_whom_the_records_say(
    session: Session, people: People, view: RosterView, text: str, stage: Stage
) -> None:
    expression = parse(text)
    expected = [member for member in view.order if people.fits(member, expression, stage)]
    assert list(members_of(session.db, view, expression, stage=stage, marked=MARKED).order) == expected


@given(
    field=st.sampled_from(("出生", "入党", "党费", "开具")),
    first=st.dates().map(str) | st.integers(1950, 2030).map(str),
    length=st.sampled_from((4, 7, 10)),
    sign=st.sampled_from(("<", "<=", ">", ">=", "..")),
)
def test_any_bound_of_a_date_is_met_exactly(
    session: Session, people: People, view: RosterView, field: str, first: str, length: int, sign: str
) -> None:
    if not "1901" <= first[:4] <= "2099":
        return
    expression = parse(f"{field}:{sign}{first[:length]}")
    expected = [member for member in view.order if people.fits(member, expression, Stage.SELF_CHECK)]
    assert list(members_of(session.db, view, expression).order) == expected


def test_an_empty_filter_is_the_whole_view(session: Session, view: RosterView) -> None:
    assert members_of(session.db, view, parse(" ")) is view


def test_the_ids_for_marking_by_predicate_are_each_given_once(session: Session, view: RosterView) -> None:
    found = list(matching(session.db, 1, parse("介绍信:有 或 问题:有")))
    assert len(found) == len(set(found)) > 0


@pytest.mark.parametrize("wanted", ["%", "_", "!", "'", '"', "'; DROP TABLE member; --", "王\x00", "*", "[/]"])
def test_what_is_typed_is_bound_and_never_obeyed(
    session: Session, people: People, view: RosterView, wanted: str
) -> None:
    quoted = '"' + wanted.replace('"', '""') + '"'
    for field in ("支部", "住址", "备注", "转入单位", "职务", "编号"):
        expression = parse(f"{field}:{quoted}")
        assert isinstance(expression, Term)
        expected = [
            member for member in view.order if field != "编号" and people.fits(member, expression, Stage.SELF_CHECK)
        ]
        assert list(members_of(session.db, view, expression).order) == expected
    list(members_of(session.db, view, parse(quoted)).order)


def test_filters_are_saved_renamed_and_deleted_by_the_person_alone(session: Session) -> None:
    save_filter(session, "一支部失联", "支部:第一 是:失联")
    save_filter(session, "存疑", "查:存疑")
    me = session.actor.id
    assert [(each.name, each.text) for each in saved_filters(session.db, me)] == [
        ("一支部失联", "支部:第一 是:失联"), ("存疑", "查:存疑"),
    ]  # fmt: skip
    assert saved_filters(session.db, me + 1) == []
    first, second = saved_filters(session.db, me)
    rename_filter(session, first.id, "第一支部失联")
    for attempt in (lambda: rename_filter(session, first.id, "存疑"), lambda: save_filter(session, "存疑", "张")):
        with pytest.raises(Failure) as raised:
            attempt()
        assert raised.value.fault is Fault.FILTER_NAME_TAKEN
    with pytest.raises(Failure) as raised:
        save_filter(session, " ", "张")
    assert raised.value.fault is Fault.NAME_MISSING
    with pytest.raises(Failure) as raised:
        save_filter(session, "坏", "是:")
    assert raised.value.fault is Fault.FILTER_UNREADABLE
    delete_filter(session, second.id)
    assert [each.name for each in saved_filters(session.db, me)] == ["第一支部失联"]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("0011", "member_phone4"), ("身份证:0011", "member_id4"), ("电话:6655", "member_landline"),
        ("是:失联", "member_lost"), ("是:流动", "member_floating"), ("是:停止党籍", "member_suspended"),
        ("是:预备", "member_probationary"), ("是:口袋", "subject_elsewhere"), ("是:欠缴党费", "member_dues"),
        ("党费:<2016-01", "member_dues"), ("入党:..1949", "member_joined"), ("出生:1960..1975", "member_birth"),
        ("年龄:60..", "member_birth"), ("查4:存疑", "review_x4"), ("是:有备注", "review_noted"),
        ("是:有问题", "finding_open"), ("问题:V07", "finding_open"),
        ("重点群体:社区人户分离", "SEARCH focus_group USING PRIMARY KEY"), ("介绍信:未回执", "letter_open"),
        ("支部:第一", "member_org"), ("性别:女 查4:存疑", "INTEGER PRIMARY KEY"),
    ],
)  # fmt: skip
def test_a_term_is_answered_by_its_narrowest_index(session: Session, text: str, index: str) -> None:
    query = ids_of(parse(text), Context(1, Stage.SELF_CHECK, "2026-11-20"))
    plan = [step for *_, step in session.db.execute_sql(f"EXPLAIN QUERY PLAN {query.sql}", query.parameters).fetchall()]
    assert any(index in step for step in plan), plan
    assert "SCAN member" not in plan
