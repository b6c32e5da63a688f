"""How a paper is set: page, lines, pieces of a line, bordered tables; the part that speaks to python-docx.

The document begins bare: of the library's template only the styles that a paper uses are left, nothing that points
elsewhere. Every line has a fixed height, so that a page holds as many in every office whatever its fonts are.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from io import BytesIO
from typing import Any, Final, NamedTuple

from docx import Document
from docx.document import Document as Pages
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from exports.packing import repacked
from tui.text import clean

SONG: Final = "方正小标宋简体"
FANGSONG: Final = "仿宋_GB2312"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
PAGE_NUMBER: Final = "宋体"


class Side(Enum):
    """Where a line stands."""

    LEFT = WD_ALIGN_PARAGRAPH.LEFT
    BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY
    CENTRE = WD_ALIGN_PARAGRAPH.CENTER
    RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


class Style(NamedTuple):
    """How a paragraph is set: font, size and height of a line in points, indents in characters, space in points."""

    font: str = FANGSONG
    size: float = 16
    line: float = 28
    side: Side = Side.BOTH
    first: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    squeeze: float = 0
    """Points taken from the width of every character."""
    with_next: bool = False
    """Whether it stays on the page of what follows it."""
    new_page: bool = False


class Piece(NamedTuple):
    """A stretch of a line; ``filled`` stands on a line as what is written into a form, ``struck`` is crossed out."""

    words: str
    filled: bool = False
    struck: bool = False


class Sheet(NamedTuple):
    """A page and its margins in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


_AFTER_TABLE: Final = 6.0
_KEPT: Final = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer"})
_FONTS: Final = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")


def new_pages(sheet: Sheet, title: str, day: str, *, numbered: bool = True) -> Pages:
    """An empty document; ``day`` (ISO) is given as the day on which it was made and saved."""
    pages = Document(BytesIO(_template()))
    section = pages.sections[0]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.width > sheet.height else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance, section.gutter = Mm(10), Mm(0)
    if numbered:
        section.footer_distance = Mm(max(8.0, sheet.bottom - 12))
        pages.settings.odd_and_even_pages_header_footer = True
        _number_page(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _number_page(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    about = pages.core_properties
    about.title, about.author, about.last_modified_by, about.comments = clean(title)[:255], "", "", ""
    about.created = about.modified = datetime.fromisoformat(day)
    about.revision = 1
    return pages


def file_of(pages: Pages) -> bytes:
    """The .docx file: the same contents give the same bytes."""
    saved = BytesIO()
    pages.save(saved)
    return repacked(saved)


def add_line(place: Pages | _Cell, pieces: Iterable[Piece], style: Style) -> None:
    """A paragraph at the end of the document or of a cell."""
    set_line(place.add_paragraph(), pieces, style)


def set_line(line: Line, pieces: Iterable[Piece], style: Style) -> None:
    """Fill an empty paragraph."""
    layout = line.paragraph_format
    layout.alignment = style.side.value
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.line)
    layout.space_before, layout.space_after = Pt(style.before), Pt(style.after)
    layout.first_line_indent = Pt(style.first * style.size)
    layout.right_indent = Pt(style.right * style.size)
    layout.widow_control = False
    layout.keep_with_next, layout.page_break_before = style.with_next, style.new_page
    for piece in pieces:
        run = line.add_run(clean(piece.words))
        run.font.size = Pt(style.size)
        run.font.underline, run.font.strike = piece.filled, piece.struck
        _set_font(run, style.font)
        if style.squeeze:
            spacing = _element("w:spacing", val=-round(style.squeeze * 20))
            run._r.get_or_add_rPr().insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:u")


class Edge(Enum):
    """What is drawn around the cells of a row: a box, nothing, or the line below along which the paper is cut."""

    BOX = (("top", "left", "bottom", "right"), "single")
    NONE = ((), "nil")
    CUT = (("bottom",), "dashed")


class Box(NamedTuple):
    """A cell of a table: its lines with their styles, and over how many columns it goes."""

    lines: Sequence[tuple[Sequence[Piece], Style]]
    span: int = 1
    top: bool = False
    """Whether the lines stand at the top of the cell, not in its middle."""


class Row(NamedTuple):
    """A row of a table: at least so many millimetres high; a heading stands on every page."""

    boxes: Sequence[Box]
    height: float
    heading: bool = False
    edge: Edge = Edge.BOX
    whole: bool = True
    """Whether the row stays on one page."""


def add_table(pages: Pages, widths: Sequence[float], rows: Sequence[Row]) -> None:
    """A table; ``widths`` in millimetres. After it stands a low empty line, as the format demands one."""
    table = pages.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.insert_element_before(_margins(), "w:tblLook")
    for grid, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid.w = Mm(width)
    for row in rows:
        made = table.add_row()
        made.height_rule, made.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(row.height)
        properties = made._tr.get_or_add_trPr()
        if row.whole:
            properties.append(_element("w:cantSplit"))
        if row.heading:
            properties.append(_element("w:tblHeader"))
        _fill_row(made.cells, widths, row)
    set_line(pages.add_paragraph(), (), Style(size=1, line=_AFTER_TABLE))


def _fill_row(cells: Sequence[_Cell], widths: Sequence[float], row: Row) -> None:
    column = 0
    for box in row.boxes:
        cell, last = cells[column], column + box.span
        for extra in range(column + 1, last):
            cell = cell.merge(cells[extra])
        cell.width = Mm(sum(widths[column:last]))
        middle = WD_CELL_VERTICAL_ALIGNMENT.TOP if box.top else WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.vertical_alignment = middle
        for spare in cell.paragraphs[1:]:
            spare._p.getparent().remove(spare._p)
        for number, (pieces, style) in enumerate(box.lines or (((), Style(size=1, line=1)),)):
            if number:
                add_line(cell, pieces, style)
            else:
                set_line(cell.paragraphs[0], pieces, style)
        cell._tc.get_or_add_tcPr().insert_element_before(_borders(row.edge), "w:shd", "w:tcMar", "w:vAlign")
        column = last


def _number_page(line: Line, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 4号 宋体, one character from the outer edge (GB/T 9704-2012, 7.5)."""
    line.alignment = side
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
    for text, field in (("— ", None), ("", "begin"), ("", "PAGE"), ("", "end"), (" —", None)):
        run = line.add_run(text)
        run.font.size = Pt(14)
        _set_font(run, PAGE_NUMBER)
        if field == "PAGE":
            instruction = _element("w:instrText")
            instruction.text = field
            run._r.append(instruction)
        elif field:
            run._r.append(_element("w:fldChar", fldCharType=field))


@cache
def _template() -> bytes:
    """The library's template without what no paper uses, and without its fonts and languages."""
    pages = Document()
    package, part = pages.part.package, pages.part
    for relations in (package.rels, part.rels):
        for name in [key for key, each in relations.items() if each.reltype.rpartition("/")[2] in _UNUSED]:
            del relations[name]
    styles = pages.styles.element
    for style in list(styles.style_lst):
        if style.styleId not in _KEPT:
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for name in _FONTS:
        fonts.set(qn(name), FANGSONG)
    language = defaults.find(f".//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    spacing = defaults.find(f".//{qn('w:pPr')}/{qn('w:spacing')}")
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # a line holds as many characters with digits among them
        spacing.addprevious(_element(name, val=0))
    for style in styles.iter(qn("w:rFonts")):
        if style is not fonts:
            style.getparent().remove(style)
    settings = pages.settings.element
    for name in ("w:rsids", "w:themeFontLang", "w:clrSchemeMapping", "w:shapeDefaults", "w:savePreviewPicture"):
        for each in list(settings.iter(qn(name))):
            each.getparent().remove(each)
    for each in settings.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), "15")
    saved = BytesIO()
    pages.save(saved)
    return saved.getvalue()


_UNUSED: Final = frozenset(
    {"thumbnail", "customXml", "stylesWithEffects", "numbering", "webSettings", "theme", "extended-properties"}
)


def _set_font(run: Any, font: str) -> None:
    run.font.name = font
    fonts = run._r.rPr.rFonts
    for name in _FONTS:
        fonts.set(qn(name), font)


def _margins() -> Any:
    margins = _element("w:tblCellMar")
    for side, twips in (("top", 15), ("left", 60), ("bottom", 15), ("right", 60)):
        margins.append(_element(f"w:{side}", w=twips, type="dxa"))
    return margins


def _borders(edge: Edge) -> Any:
    borders = _element("w:tcBorders")
    sides, line = edge.value
    for side in sides:
        borders.append(_element(f"w:{side}", val=line, sz=4, space=0, color="000000"))
    return borders


def _element(name: str, **attributes: str | int) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element
