"""Fill-in workbooks (填报表) for units without a terminal."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class FillIn(Model):
    """One workbook that was issued to an organisation, and when it came back.

    ``cleared`` is 'handed_over' or 'destroyed': what became of the file, which holds personal data in the clear.
    ``file_sha256`` is of the file that was applied with the entry ``applied``.
    """

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    campaign = IntegerField()
    number = IntegerField()
    issued_on = TextField()
    due_on = TextField()
    check_code = BlobField()
    members = IntegerField()
    file = TextField()
    cleared = TextField(null=True)
    returned_on = TextField(null=True)
    file_sha256 = BlobField(null=True)
    applied = IntegerField(null=True)

    class Meta:
        legacy_table_names = False
