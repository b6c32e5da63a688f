"""How a person wants to work; not journaled."""

from peewee import CompositeKey, IntegerField, Model, TextField


class Preference(Model):
    """One setting of one person, as JSON."""

    person = IntegerField()
    key = TextField()
    value = TextField()

    class Meta:
        primary_key = CompositeKey("person", "key")
