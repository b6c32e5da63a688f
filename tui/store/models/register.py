"""The register: units, people, members, campaigns, and what was found in the checks."""

from peewee import AutoField, BlobField, CompositeKey, IntegerField, Model, TextField


class Organization(Model):
    """A unit of the tree; ``keeper`` is the unit whose terminal keeps this organisation's slice.

    ``short`` (简称), ``phone`` and ``extra`` come from lists of organisations and stay in this vault.
    """

    id = AutoField()

    uuid = BlobField()
    parent = IntegerField(null=True)
    kind = TextField()
    code = TextField()
    name = TextField()
    keeper = IntegerField()
    generation = IntegerField(default=1)
    lft = IntegerField(default=0)
    rgt = IntegerField(default=0)
    short = TextField(null=True)
    phone = TextField(null=True)
    extra = TextField(null=True)

    class Meta:
        legacy_table_names = False


class Person(Model):
    """Someone who acts in this vault, or whose verdicts came with a bundle."""

    id = AutoField()
    uuid = BlobField()
    name = TextField()
    verify_key = BlobField()


class Member(Model):
    """A Party member as the roster has him. Dates are partial ISO texts; codes are those of ``tui.rules``."""

    id = AutoField()
    org = IntegerField()
    name = TextField()
    category = TextField(null=True)
    sex = TextField(null=True)
    birth = TextField(null=True)
    idno = TextField(null=True)
    phone = TextField(null=True)
    uuid = BlobField()
    gone = TextField(null=True)
    initials = TextField(default="")
    number = TextField(null=True)
    nation = TextField(null=True)
    native = TextField(null=True)
    joined = TextField(null=True)
    full_at = TextField(null=True)
    membership = TextField(null=True)
    education = TextField(null=True)
    work = TextField(null=True)
    post = TextField(null=True)
    landline = TextField(null=True)
    address = TextField(null=True)
    dues_to = TextField(null=True)
    lost = TextField(null=True)
    lost_on = TextField(null=True)
    floating = TextField(null=True)
    floating_to = TextField(null=True)
    note = TextField(null=True)
    extra = TextField(null=True)
    active_on = TextField(null=True)
    archive_at = TextField(null=True)
    joining_form = TextField(null=True)
    application = TextField(null=True)
    political_review = TextField(null=True)
    full_application = TextField(null=True)
    training_record = TextField(null=True)


class Campaign(Model):
    """One campaign (排查批次); ``policy`` names its policy set, ``as_of`` its 填表日期."""

    id = AutoField()
    uuid = BlobField()
    notice = TextField()
    name = TextField()
    policy = TextField()
    as_of = TextField()


class Subject(Model):
    """A member who is to be checked in a campaign, and on what ground."""

    campaign = IntegerField()
    member = IntegerField()
    ground = TextField()

    class Meta:
        primary_key = CompositeKey("campaign", "member")


class Review(Model):
    """The five verdicts side by side, of one member at one stage; no row means 未查 throughout."""

    campaign = IntegerField()
    stage = IntegerField()
    member = IntegerField()
    c1 = TextField(default="u")
    c2 = TextField(default="u")
    c3 = TextField(default="u")
    c4 = TextField(default="u")
    c5 = TextField(default="u")
    h1 = TextField(null=True)
    h2 = TextField(null=True)
    h3 = TextField(null=True)
    h4 = TextField(null=True)
    h5 = TextField(null=True)
    by1 = IntegerField(null=True)
    by2 = IntegerField(null=True)
    by3 = IntegerField(null=True)
    by4 = IntegerField(null=True)
    by5 = IntegerField(null=True)
    unit = IntegerField()
    at = IntegerField(null=True)
    note = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("campaign", "stage", "member")


class Finding(Model):
    """What a rule found about a member (``tui.rules.validity``): ``state`` is open or resolved."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    campaign = IntegerField()
    stage = IntegerField()
    check_no = IntegerField()
    code = TextField()
    state = TextField()
