"""The read side: functions of the database and an id, a view or a text, that return plain values."""
