"""Workbooks and documents whose bytes depend on nothing but what they hold: no clock, no order of arrival."""

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def packed(workbook: Workbook, day: str) -> bytes:
    """The .xlsx file of a workbook; ``day`` (ISO) is given as the day on which it was made and saved.

    openpyxl writes the moment of saving into the properties and into every entry of the zip file; here the entries
    are packed once more, in their order, with a fixed time.
    """
    saved = BytesIO()
    workbook.save(saved)
    stamp = f"{day}T00:00:00Z".encode()
    return repacked(saved, stamp)


def repacked(saved: BytesIO, stamp: bytes = b"") -> bytes:
    """An office file packed once more, its entries in their order with a fixed time.

    With ``stamp`` (as the properties have it) that is the moment of making and of saving.
    """
    made = BytesIO()
    with ZipFile(saved) as parts, ZipFile(made, "w", ZIP_DEFLATED) as out:
        for name in parts.namelist():
            content = parts.read(name)
            if stamp and name == "docProps/core.xml":
                content = _SAVED.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            out.writestr(entry, content)
    return made.getvalue()
