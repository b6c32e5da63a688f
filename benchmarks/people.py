"""Fictitious Party members for practice and measuring: consistent with the rules, and nobody.

ID numbers carry real county codes and sound check digits, phone numbers have 0000 in their middle, names are
drawn at random; the same seed gives the same people.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from faker import Faker
from stdnum.cn import ric

AS_OF = date(2026, 11, 20)
"""The day for which ages and probation periods are right unless another is asked for."""

_COUNTIES = {
    "110105": ("北京市", "朝阳区", "010"),
    "130102": ("河北省石家庄市", "长安区", "0311"),
    "150104": ("内蒙古自治区呼和浩特市", "玉泉区", "0471"),
    "210102": ("辽宁省沈阳市", "和平区", "024"),
    "230102": ("黑龙江省哈尔滨市", "道里区", "0451"),
    "320412": ("江苏省常州市", "武进区", "0519"),
    "330106": ("浙江省杭州市", "西湖区", "0571"),
    "340104": ("安徽省合肥市", "蜀山区", "0551"),
    "370102": ("山东省济南市", "历下区", "0531"),
    "410105": ("河南省郑州市", "金水区", "0371"),
    "420111": ("湖北省武汉市", "洪山区", "027"),
    "440305": ("广东省深圳市", "南山区", "0755"),
    "450103": ("广西壮族自治区南宁市", "青秀区", "0771"),
    "510107": ("四川省成都市", "武侯区", "028"),
    "530112": ("云南省昆明市", "西山区", "0871"),
    "540102": ("西藏自治区拉萨市", "城关区", "0891"),
    "610113": ("陕西省西安市", "雁塔区", "029"),
    "640104": ("宁夏回族自治区银川市", "兴庆区", "0951"),
    "650104": ("新疆维吾尔自治区乌鲁木齐市", "新市区", "0991"),
}
_NATIONS = (
    ["汉族"] * 90
    + ["回族", "满族", "蒙古族", "壮族", "苗族", "土家族", "维吾尔族", "维吾尔族", "藏族", "哈萨克族"]
)  # fmt: skip
_POLYPHONIC = ["曾", "单", "解", "查", "翟", "仇", "区", "尉迟", "万俟", "单于", "乐", "覃"]
_DOTTED = {
    "维吾尔族": (["阿卜杜拉", "艾力", "迪丽拜尔", "古丽娜尔"], ["艾则孜", "买买提", "吐尔逊", "玉素甫"]),
    "哈萨克族": (["叶尔兰", "阿依古丽", "努尔兰"], ["别克", "哈布都拉", "沙依劳"]),
    "藏族": (["扎西", "次仁", "卓玛", "格桑"], ["旺堆", "多吉", "央金", "顿珠"]),
}
_WORK_BY_AGE = {
    25: ["本科其他年级学生", "研究生一年级学生", "毕业未就业"],
    60: ["公务员", "事业单位专业技术岗位", "事业单位管理岗位", "非公有经济控制企业专业技术岗位", "农牧渔业生产人员"],
    200: ["退休人员", "退休人员", "离休干部", "农牧渔业生产人员"],
}  # fmt: skip
_EDUCATION_BY_AGE = {
    40: ["大学", "大学", "硕士研究生", "博士研究生", "大专"],
    60: ["大学", "大专", "中等专科", "普通高中", "硕士研究生"],
    200: ["大专", "中等专科", "普通高中", "初中", "小学"],
}
_REMARKS = ["", "", "", "", "", "", "", "退役军人", "组织关系转入", "外聘", "长期病休"]


class Person(NamedTuple):
    """A member as the 2017 form describes one; dates are complete, `full_at` is None for the probationary."""

    name: str
    male: bool
    birth: date
    nation: str
    native: str
    idno: str
    education: str
    joined: date
    full_at: date | None
    work: str
    mobile: str
    landline: str
    address: str
    suspended: bool
    lost_on: date | None
    floating_to: str
    dues_to: date
    remark: str


class _Words(NamedTuple):
    """What names and addresses are put together from; common surnames come often."""

    surnames: list[str]
    male: list[str]
    female: list[str]
    streets: list[str]


def people(seed: int, as_of: date = AS_OF) -> Iterator[Person]:
    """Any number of people of 18 to 90 years on that day, always the same ones; no ID number comes twice."""
    random = Random(seed)
    fake = Faker("zh_CN")
    fake.seed_instance(seed)
    words = _Words(
        surnames=[fake.last_name() for _ in range(3000)],
        male=_given(random, fake.first_name_male),
        female=_given(random, fake.first_name_female),
        streets=[fake.street_name() for _ in range(300)],
    )
    numbers: set[str] = set()
    while True:
        person = _person(random, as_of, words)
        if person.idno not in numbers:
            numbers.add(person.idno)
            yield person


def _given(random: Random, first_name: Callable[[], str]) -> list[str]:
    names = [first_name() for _ in range(400)]
    return names + [random.choice(names)[0] + random.choice(names)[-1] for _ in range(1200)]


def _person(random: Random, as_of: date, words: _Words) -> Person:
    male = random.random() < 0.62
    birth = as_of - timedelta(days=round(365.25 * random.triangular(18.5, 90, 40)))
    joined, full_at = _membership(random, birth, as_of)
    age = (as_of - birth).days // 365
    nation = random.choice(_NATIONS)
    area = random.choice(list(_COUNTIES))
    place, county, dialling = _COUNTIES[area]
    half_a_year_ago = as_of - timedelta(days=200)
    lost = full_at is not None and full_at < half_a_year_ago and random.random() < 0.015
    lost_on = _day(random, max(joined, date(2005, 1, 1)), half_a_year_ago) if lost else None
    floating = not lost and random.random() < 0.04
    dues_to = lost_on or as_of - timedelta(days=random.randint(0, 150))
    return Person(
        name=_name(random, nation, words.surnames, words.male if male else words.female),
        male=male,
        birth=birth,
        nation=nation,
        native=place + county,
        idno=_idno(random, area, birth, male),
        education=random.choice(_by_age(_EDUCATION_BY_AGE, age)),
        joined=joined,
        full_at=full_at,
        work=random.choice(_by_age(_WORK_BY_AGE, age)),
        mobile=f"1{random.choice('35789')}{random.randint(0, 9)}0000{random.randint(0, 9999):04}",
        landline=f"{dialling}-{random.randint(2, 8)}0000{random.randint(0, 999):03}" if random.random() < 0.2 else "",
        address=f"{place}{county}{random.choice(words.streets)}{random.randint(1, 400)}号",
        suspended=random.random() < 0.003,
        lost_on=lost_on,
        floating_to="".join(random.choice(list(_COUNTIES.values()))[:2]) if floating else "",
        dues_to=dues_to,
        remark=random.choice(_REMARKS),
    )  # fmt: skip


def _membership(random: Random, birth: date, as_of: date) -> tuple[date, date | None]:
    """Joining at 18 or later, and the end of the probation period that the time of joining knew."""
    of_age = birth + timedelta(days=round(365.25 * 18) + 2)
    year_ago = as_of - timedelta(days=366)
    if of_age > year_ago or random.random() < 0.03:
        return _day(random, max(of_age, year_ago), as_of), None
    joined = _day(random, of_age, min(year_ago, of_age + timedelta(days=random.choice((8, 8, 15, 40)) * 365)))
    if date(1969, 4, 1) <= joined <= date(1977, 8, 11):
        return joined, joined
    return joined, joined + timedelta(days=366)


def _day(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randint(0, max(0, (last - first).days)))


def _name(random: Random, nation: str, surnames: list[str], given: list[str]) -> str:
    if nation in _DOTTED:
        own, family = _DOTTED[nation]
        return f"{random.choice(own)}·{random.choice(family)}"
    return random.choice(_POLYPHONIC if random.random() < 0.03 else surnames) + random.choice(given)


def _idno(random: Random, area: str, birth: date, male: bool) -> str:
    order = 2 * random.randint(0, 499) + male
    body = f"{area}{birth:%Y%m%d}{order:03}"
    return body + str(ric.calc_check_digit(body + "0"))


def _by_age(choices: dict[int, list[str]], age: int) -> list[str]:
    return next(values for limit, values in choices.items() if age < limit)
