"""Rosters saved as OpenDocument (.ods) are read like any other."""

import zipfile
from pathlib import Path

from rosters import people, read

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def test_an_open_document_roster_is_read(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "出生日期"], ["曾小明", "男", "1985年7月"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}">'
        f'<office:body><office:spreadsheet><table:table table:name="名册">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", TYPE)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    staged = read(tmp_path / "a.ods")
    (person,) = people(staged)
    assert (staged.sheets[person.sheet].name, person.row) == ("名册", 2)
    assert person.fields == {"name": "曾小明", "sex": "male", "birth": "1985-07"}
    assert person.initials == "z x m 0 c x m"
