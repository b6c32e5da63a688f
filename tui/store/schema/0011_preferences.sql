-- How a person wants to work: columns of the review grid and the like. Settings of a screen, not journaled.

CREATE TABLE preference(
  person INTEGER NOT NULL REFERENCES person(id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,                                 -- JSON
  PRIMARY KEY(person, key)
) STRICT, WITHOUT ROWID;
