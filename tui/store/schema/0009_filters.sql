-- Filters that a person keeps under a name: settings of that person, not journaled, in no report.

CREATE TABLE saved_filter(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person INTEGER NOT NULL REFERENCES person(id),
  name TEXT NOT NULL,
  text TEXT NOT NULL                                   -- as it was typed
) STRICT;
CREATE UNIQUE INDEX saved_filter_name ON saved_filter(person, name);
