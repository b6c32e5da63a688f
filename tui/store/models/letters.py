"""What stands beside the introduction letters: numbers taken, follow-ups, re-issues."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class LetterNumber(Model):
    """A number that an issuing unit has taken in a year; ``void`` says why one was spoiled. None is used twice."""

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    year = IntegerField()
    serial = IntegerField()
    void = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class LetterFollowUp(Model):
    """Asking after a letter: when, who of ours, whom, how, and what came of it (``tui.rules.letter_states``)."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    letter = IntegerField()
    on_day = TextField()
    who = TextField()
    asked = TextField()
    channel = TextField()
    outcome = TextField()
    note = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class LetterReissue(Model):
    """Which letter took the place of which, why, and whose responsibility it was (``tui.rules.letter_reissue``)."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    letter = IntegerField()
    replacement = IntegerField()
    on_day = TextField()
    cause = TextField()
    responsibility = TextField()
    justified = TextField()
    graduate = TextField()
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False
