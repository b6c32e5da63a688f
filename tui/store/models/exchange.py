"""Dealings with other units: key cards, bundles sent and received; and the settings of this vault."""

from peewee import AutoField, BlobField, CompositeKey, IntegerField, Model, TextField


class Card(Model):
    """Another unit's key card, accepted after its fingerprint was read aloud."""

    id = AutoField()
    unit = BlobField()
    relation = TextField()
    name = TextField()
    code = TextField()
    kind = TextField()
    signing = TextField()
    receiving = TextField()
    fingerprint = TextField()
    accepted_on = TextField()


class Vouched(Model):
    """The key card of a unit further down, on the word of the unit (``voucher``) that forwarded its report."""

    unit = BlobField(primary_key=True)
    voucher = BlobField()
    name = TextField()
    code = TextField()
    kind = TextField()
    signing = TextField()
    receiving = TextField()
    fingerprint = TextField()
    accepted_on = TextField()


class Setting(Model):
    """What this vault is: its unit and the campaign in hand, by name."""

    name = TextField(primary_key=True)
    value = TextField()


class Sent(Model):
    """A bundle that was sealed here."""

    stream = TextField()
    seq = IntegerField()
    bundle = TextField()
    manifest_sha256 = BlobField()
    file = TextField()
    at = IntegerField()

    class Meta:
        primary_key = CompositeKey("stream", "seq")


class Received(Model):
    """A bundle that was applied here, kept whole so that it can be forwarded with its signature."""

    stream = TextField()
    seq = IntegerField()
    bundle = TextField()
    manifest_sha256 = BlobField()
    at = IntegerField()
    result = TextField()
    manifest = BlobField()
    signature = BlobField()
    records = BlobField()

    class Meta:
        primary_key = CompositeKey("stream", "seq")


class Slice(Model):
    """The newest report applied for an organisation that is kept elsewhere."""

    org = IntegerField(primary_key=True)
    generation = IntegerField()
    version = IntegerField()
    stream = TextField()
    seq = IntegerField()
