"""中国共产党党员组织关系介绍信: 存根, 介绍信 and 回执联 on one A4 page.

Source: 组通字〔2006〕45号, in use from 2007-01-01; texts and fields of the three parts as its transcriptions have them.
党费 and 有效期 stand in capital numerals, what does not apply of 男/女 and 正式/预备 is struck out, and where a value
is missing the blank of the form stays. 落款 is the seal alone. Print and sizes of the issued form were not found: the
layout is ours, and so is that the dates stand in capital numerals too [inferred].
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntroductionLetter:
    """The letter of one member; any text may be '' and any number None, which leaves its blank."""

    number: str
    """Without 第 and 号."""
    name: str
    sex: str
    """男 or 女."""
    age: int | None
    """周岁 on the day of issue."""
    nation: str
    probationary: bool | None
    idno: str
    addressee: str
    """抬头: the receiving 组织部, or committee that may receive directly."""
    origin: str
    """由: down to the committee or village."""
    destination: str
    """去: down to the committee or village."""
    dues_to: str
    """党费已交到, a year and month ('2016-12')."""
    valid_days: int | None
    issued_on: str
    contact: str
    """党员联系电话或其他联系方式."""
    committee: str
    """党员原所在基层党委: to whom the receipt goes back."""
    committee_address: str
    committee_phone: str
    committee_fax: str
    committee_postcode: str
