"""The search for members who lost contact: cases, their searches, departmental search, and the unit's own minimums."""

from peewee import AutoField, BlobField, IntegerField, Model, TextField


class SearchCase(Model):
    """The case of one member. Codes are those of ``tui.rules.search_cases``; ``outcome`` is None while it goes on.

    ``letter`` is the uuid (hex) of the letter that never landed, for a case that was opened from one.
    """

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    opened_on = TextField()
    origin = TextField()
    opened_why = TextField(null=True)
    letter = TextField(null=True)
    letter_number = TextField(null=True)
    letter_to = TextField(null=True)
    letter_on = TextField(null=True)
    last_contact = TextField(null=True)
    outcome = TextField(null=True)
    outcome_on = TextField(null=True)
    outcome_why = TextField(null=True)
    stated_by = TextField(null=True)
    occupation = TextField(null=True)
    situation = TextField(null=True)
    unit_kind = TextField(null=True)
    past_posts = TextField(null=True)
    now_unit = TextField(null=True)
    residence = TextField(null=True)
    phone = TextField(null=True)
    note = TextField(null=True)
    reasons = TextField(null=True)
    conduct = TextField(null=True)
    conduct_before = TextField(null=True)
    nature = TextField(null=True)
    nature_why = TextField(null=True)
    withdrawn_on = TextField(null=True)
    withdrawn_why = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class SearchReopening(Model):
    """An outcome of a case that stood from ``outcome_on`` until the case was opened again."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    search_case = IntegerField()
    outcome = TextField()
    outcome_on = TextField()
    outcome_why = TextField(null=True)
    stated_by = TextField(null=True)
    reopened_on = TextField()
    reason = TextField()
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class SearchAttempt(Model):
    """One search: its partial date, who searched, the channel, the contact that was tried, and what came of it."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    search_case = IntegerField()
    on_day = TextField()
    searched_by = TextField()
    channel = TextField()
    result = TextField()
    contact = TextField(null=True)
    said = TextField(null=True)
    evidence = TextField(null=True)
    withdrawn_on = TextField(null=True)
    withdrawn_why = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class OfficeLetter(Model):
    """A letter of this unit to an office (公安, 人社 …) that asks about members."""

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    office = TextField()
    to_unit = TextField()
    number = TextField()
    sent_on = TextField()
    note = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class OfficeRequest(Model):
    """That an office be asked about a member: filed, sent with a letter (its uuid in hex), answered or withdrawn."""

    id = AutoField()
    uuid = BlobField()
    member = IntegerField()
    search_case = IntegerField()
    office = TextField()
    asked_on = TextField()
    asked_by = TextField()
    state = TextField()
    letter = TextField(null=True)
    letter_number = TextField(null=True)
    sent_on = TextField(null=True)
    answer = TextField(null=True)
    answer_text = TextField(null=True)
    answered_on = TextField(null=True)
    withdrawn_why = TextField(null=True)
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False


class SearchMinimum(Model):
    """What a unit asks of a search in place of the policy set's minimums, and on what basis; the newest row holds."""

    id = AutoField()
    uuid = BlobField()
    org = IntegerField()
    policy = TextField()
    ways = IntegerField()
    per_way = IntegerField()
    days = IntegerField()
    basis = TextField()
    by = IntegerField()
    at = IntegerField()

    class Meta:
        legacy_table_names = False
