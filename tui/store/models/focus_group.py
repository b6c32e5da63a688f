"""Focus groups (重点群体) of members."""

from peewee import CompositeKey, IntegerField, Model, TextField


class FocusGroup(Model):
    """A member stands in the group with the number ``kind`` (``tui.rules.focus_groups``)."""

    kind = IntegerField()
    member = IntegerField()
    basis = TextField(null=True)

    class Meta:
        legacy_table_names = False
        primary_key = CompositeKey("kind", "member")
