"""移交清单: relation and file of who has settled abroad, handed to the county department that keeps them.

Source: 中组发〔1981〕19号 (组织关系和档案材料转移到县或相当县一级的党委组织部门保存备查); the materials are those of
《中国共产党发展党员工作细则》第三十七条. No layout is printed there: this one is ours.
"""

from exports.papers.disposal_text import blank, person, step_of
from exports.papers.facts import MARKING
from exports.papers.forms import OURS, facts, form, head, wide
from exports.papers.page import FORM, Kind, Paragraph, Part, day_in_words, day_or_blank, paper_file, table
from tui.rules.check_items import MATERIAL, MATERIAL_NAMES
from tui.rules.disposal.procedures import Act
from tui.store.queries.disposal_papers import DisposalPaper

TITLE = "党员组织关系和档案材料移交清单"
_HEADERS = ("序号", "移交事项", "登记的情况", "份数、页数", "备注")
_WIDTHS = (12.0, 58.0, 30.0, 26.0, 40.0)


def transfer_bytes(paper: DisposalPaper) -> bytes:
    """The .docx file of a list; copies and pages are counted by hand."""
    matter, step = paper.matter, paper.step
    decision = step_of(paper.before, Act.DECIDE)
    number = f"（{decision.document}）" if decision and decision.document else ""
    said = f"{decision.unit}{day_in_words(decision.on)}批准停止党籍{number}" if decision else ""
    rows = [
        ("1", "党员组织关系", "", "", ""),
        *(
            (str(place), name, MATERIAL.get(matter.member.get(column, ""), ""), "", "")
            for place, (column, name) in enumerate(MATERIAL_NAMES.items(), 2)
        ),
        *((str(place), "", "", "", "") for place in range(len(MATERIAL_NAMES) + 2, len(MATERIAL_NAMES) + 5)),
    ]
    parts: list[Part] = [
        *head(TITLE, blank(paper.author), step.on or matter.as_of),
        form([*facts(person(matter)), wide("停止党籍", said), wide("接收单位", blank(paper.addressee))]),
        Paragraph(Kind.SECTION, "移交清单"),
        table(_WIDTHS, _HEADERS, rows),
        Paragraph(Kind.LINE, f"移交人（签字）：　　　　　　　　　{day_or_blank('')}"),
        Paragraph(Kind.LINE, f"接收人（签字、盖章）：　　　　　　{day_or_blank('')}"),
        Paragraph(Kind.NOTE, OURS),
    ]
    return paper_file(TITLE, parts, matter.as_of, marking=MARKING, sheet=FORM, numbered=False)
