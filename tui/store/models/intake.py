"""What came in from the files of an office, beside the members themselves, and how their layouts are read."""

from peewee import AutoField, BlobField, CompositeKey, IntegerField, Model, TextField


class Letter(Model):
    """An introduction letter (组织关系介绍信) out of this unit or into it. ``receipt`` is 'yes' or 'no'.

    ``org`` has issued and numbered it with this program; ``year`` and ``serial`` are what its number means. The derived
    columns ``valid_until``, ``receipt_due``, ``done_since`` and ``other_unit`` are for queries alone.
    """

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    direction = TextField()
    number = TextField(null=True)
    scope = TextField(null=True)
    heading = TextField(null=True)
    to_unit = TextField(null=True)
    from_unit = TextField(null=True)
    from_address = TextField(null=True)
    from_phone = TextField(null=True)
    from_fax = TextField(null=True)
    from_postcode = TextField(null=True)
    issued = TextField(null=True)
    valid_days = IntegerField(null=True)
    dues_to = TextField(null=True)
    arrived_on = TextField(null=True)
    receipt = TextField(null=True)
    receipt_on = TextField(null=True)
    note = TextField(null=True)
    extra = TextField(null=True)
    org = IntegerField(null=True)
    year = IntegerField(null=True)
    serial = IntegerField(null=True)
    kind = TextField(null=True)
    returned = TextField(null=True)
    returned_on = TextField(null=True)
    closed = TextField(null=True)
    closed_on = TextField(null=True)
    closed_note = TextField(null=True)


class Payment(Model):
    """Dues paid for some months, both ends included; ``fen`` is the amount in fen."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    kind = TextField(null=True)
    first_month = TextField(null=True)
    last_month = TextField(null=True)
    fen = IntegerField(null=True)
    reason = TextField(null=True)
    note = TextField(null=True)
    extra = TextField(null=True)


class Origin(Model):
    """Where an import took a row of the register from; ``texts`` are the cells (JSON, by header) that were cleaned."""

    entry = IntegerField()
    tbl = IntegerField()
    row = IntegerField()
    place = IntegerField()
    sheet = IntegerField()
    texts = TextField(null=True)

    class Meta:
        primary_key = CompositeKey("tbl", "row", "entry", "sheet", "place")


class OriginSheet(Model):
    """A sheet of a file that was imported."""

    id = IntegerField(primary_key=True)
    file = TextField()
    sha256 = BlobField()
    sheet = TextField()

    class Meta:
        legacy_table_names = False


class Layout(Model):
    """How sheets with this header are read: ``fields`` is JSON, a column's place from 0 → its field."""

    header_sha256 = BlobField(primary_key=True)
    kind = TextField()
    fields = TextField()
