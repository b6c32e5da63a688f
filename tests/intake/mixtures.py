"""Rosters put together at random: one to twenty people, some of their cells dirty, and dirt of layout around them.

What comes out of a mixture is composed from its parts: every cell brings its own value and problem, every row of
the layout is either nobody's or a person's, whatever stands above, beside and below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dirty import SHEET, Dirty, Person, Sheet, Trouble, name_of
from dirty_cells import BY_HEADER, Dirt, blocks, filled
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from tui.intake.problems import ProblemCode as Code

SOUND: dict[str, tuple[object, str, str]] = {
    "姓名": ("", "name", ""),
    "所在党支部": ("第一党支部", "branch", "第一党支部"),
    "公民身份证号": ("11010519491231002X", "idno", "11010519491231002X"),
    "性别": ("女", "sex", "female"),
    "民族": ("汉族", "nation", "汉族"),
    "出生日期": ("1949年12月31日", "birth", "1949-12-31"),
    "学历": ("大学", "education", "大学"),
    "人员类别": ("正式党员", "category", "full"),
    "加入党组织日期": ("1985年07月01日", "joined", "1985-07-01"),
    "手机号": (13800138000, "phone", "13800138000"),
    "家庭住址": ("北京市朝阳区一号", "address", "北京市朝阳区一号"),
    "党籍状态": ("正常", "membership", "normal"),
    "是否为失联党员": ("否", "lost", "no"),
}
"""By column: what a sound person's cell holds, and the field and value that it comes to."""

_ABOVE: Sequence[Sequence[Sequence[object]]] = (
    (),
    (["党员基本信息汇总表"],),
    (["附件2"], ["党员名册"], ["填报单位：某某党支部", None, None, "填表日期：2016年12月15日"]),
    (["某某学院党委党员名册"], [], ["总支名称（盖章）", None, "填表人：赵六"]),
)
_WRITINGS = ("{}", "{}*", " {}\n", "{}（必填）")
_NUMBERINGS = ("none", "letters", "digits", "stems")
_BELOW: Sequence[Sequence[object]] = (
    [],
    ["合计", "20"],
    ["总  计"],
    ["补充资料：无"],
    ["说明：1.本表一式两份。"],
    ["填表人：赵六", None, "审核人：钱七"],
    ["填表日期：", "2016年12月15日"],
)
_ROWS = (*["person"] * 4, *["person of the branch above"] * 2, "empty", "header", "notice")
_DIRTS: st.SearchStrategy[dict[str, Dirt]] = st.lists(
    st.sampled_from(list(BY_HEADER)).flatmap(
        lambda header: st.tuples(st.just(header), st.sampled_from(BY_HEADER[header]))
    ),
    max_size=3,
).map(dict)


@dataclass(slots=True)
class _Page:
    """A sheet being filled, row by row."""

    left: int
    headers: Sequence[str]
    rows: list[list[object]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    branches: dict[int, int] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, cells: Sequence[object]) -> int:
        """Append a row at the roster's left edge; its number as the spreadsheet program shows it."""
        self.rows.append([None] * self.left + list(cells))
        return len(self.rows)

    def at(self, place: int, row: int) -> str:
        """The address of the cell in this column of the roster."""
        return f"{get_column_letter(self.left + place + 1)}{row}"

    def span(self, first: int, last: int, top: int, bottom: int) -> None:
        """Merge a range of the roster's columns."""
        self.merged.append(f"{self.at(first, top)}:{self.at(last, bottom)}")


@st.composite
def mixtures(draw: st.DrawFn) -> Dirty:
    """A roster with its outcome."""
    headers = ["序号", *draw(st.permutations(list(SOUND)))]
    if "姓名" in headers[-2:]:  # a header over two rows has its second row there; names are never so far right
        at = headers.index("姓名")
        headers[1], headers[at] = headers[at], headers[1]
    page = _Page(draw(st.integers(0, 2)), headers)
    for cells in draw(st.sampled_from(_ABOVE)):
        page.add(cells)
    written = draw(st.sampled_from(_WRITINGS))
    titles = ["序号", *(written.format(header) for header in headers[1:])]
    _add_header(page, titles, draw(st.sampled_from(("one row", "group above", "merged down"))))
    _add_below_header(page, draw(st.sampled_from(_NUMBERINGS)), labels=draw(st.booleans()), sample=draw(st.booleans()))
    _add_people(draw, page, titles)
    for cells in draw(st.lists(st.sampled_from(_BELOW), max_size=4)):
        page.add(cells)
    zeros = draw(st.integers(0, 3))
    for _ in range(zeros):
        page.add([0 if header != "姓名" else draw(st.sampled_from((0, None))) for header in headers])
    end = len(page.rows)
    hidden = draw(st.lists(st.integers(1, end), max_size=3))
    told = [Trouble(person.sheet, person.row, "", Code.ROW_HIDDEN) for person in page.people if person.row in hidden]
    sheet = Sheet(
        page.rows,
        merged=page.merged,
        hidden_rows=hidden,
        hidden_columns=draw(st.lists(st.sampled_from("ABCDEFGH"), max_size=3)),
        formatted=f"A{end + 1}:R{end + 30}" if draw(st.booleans()) else None,
    )
    return Dirty("组合", [sheet], page.people, [*page.troubles, *told])


def _add_header(page: _Page, titles: Sequence[str], kind: str) -> None:
    last = len(titles) - 1
    match kind:
        case "one row":
            page.add(titles)
        case "group above":
            top = page.add(["基本情况", *[None] * 3, "其他情况"])
            page.add(titles)
            page.span(0, 3, top, top)
            page.span(4, last, top, top)
        case "merged down":
            # The last two columns stand under a common name, everything else is merged over both rows.
            top = page.add([*titles[:-2], "其他情况"])
            page.add([*[None] * (last - 1), *titles[-2:]])
            page.span(last - 1, last, top, top)
            for place in range(last - 1):
                page.span(place, place, top, top + 1)


def _add_below_header(page: _Page, numbering: str, *, labels: bool, sample: bool) -> None:
    size = len(page.headers)
    if numbering == "letters":
        page.add([chr(ord("A") + place) for place in range(size)])
    elif numbering == "digits":
        page.add(list(range(1, size + 1)))
    elif numbering == "stems":
        page.add(["甲", "乙", *range(1, size - 1)])
    if labels:
        page.add([None, *["必填" if place % 3 else "选填" for place in range(size - 1)]])
    if sample:
        row = page.add(["样例", *("某某" if header == "姓名" else SOUND[header][0] for header in page.headers[1:])])
        page.troubles.append(Trouble(SHEET, row, "", Code.SAMPLE_ROW))


def _add_people(draw: st.DrawFn, page: _Page, titles: Sequence[str]) -> None:
    """People, and between them empty rows, the header again, or a notice; the last one is sound in every cell."""
    kinds = draw(st.lists(st.sampled_from(_ROWS), max_size=19))
    branch: int | None = None  # the row of the branch's cell that the next person could share
    for number, kind in enumerate(kinds, 1):
        match kind:
            case "person" | "person of the branch above":
                dirts = draw(_DIRTS)
                shares = branch is not None and kind != "person" and "所在党支部" not in dirts
                row = _add_person(page, titles, number, dirts, shares=shares)
                if not shares:
                    branch = None if "所在党支部" in dirts else row
                elif branch is not None:
                    page.branches[branch] = row
                continue
            case "empty":
                page.add([])
            case "header":
                page.add(titles)
            case "notice":
                top = page.add([None, "注意事项：请逐人核对，导入前请删除本说明。"])
                page.add([])
                page.span(1, len(titles) - 1, top, top + 1)
        branch = None
    _add_person(page, titles, len(kinds) + 1, {}, shares=False)
    for first, last in page.branches.items():
        place = page.headers.index("所在党支部")
        page.span(place, place, first, last)


def _add_person(page: _Page, titles: Sequence[str], number: int, dirts: Mapping[str, Dirt], *, shares: bool) -> int:
    """Append a person's row; one that shares the branch's cell with the person above has none of his own."""
    cells: dict[str, object] = {header: cell for header, (cell, _, _) in SOUND.items()}
    cells |= {"序号": number, "姓名": name_of(number)}
    fields = {name: value for _, name, value in SOUND.values()} | {"name": name_of(number)}
    extra: dict[str, str] = {}
    for header, dirt in dirts.items():
        cells[header] = dirt.cell
        filled(header, dirt, fields, extra)
    if shares:
        cells["所在党支部"] = None
    row = page.add([cells[header] for header in page.headers])
    shown = dict(zip(page.headers, (" ".join(title.split()) for title in titles), strict=True))
    page.troubles.extend(Trouble(SHEET, row, shown[header], dirt.code) for header, dirt in dirts.items() if dirt.code)
    if not any(blocks(dirt) for dirt in dirts.values()):
        page.people.append(Person(SHEET, row, fields, {shown[header]: text for header, text in extra.items()}))
    return row
