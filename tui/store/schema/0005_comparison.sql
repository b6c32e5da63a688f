-- Comparison with the Party's statistics database, and with the people actually present; who is entered in the online
-- transfer system. What a file of the other side says is no part of the register.

CREATE TABLE reference(                                -- one file of the other side, taken in for comparison
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK(kind IN ('statistics', 'present')),
  org INTEGER NOT NULL REFERENCES organization(id),    -- whose people the file is about: this unit's and those below it
  file TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
  taken_on TEXT NOT NULL,                              -- the day the other side stood like this
  fields TEXT NOT NULL,                                -- JSON: the compared items that the file has columns for
  previous INTEGER REFERENCES reference(id)            -- the set that this one takes the place of
) STRICT;
CREATE INDEX reference_org ON reference(org, kind);
CREATE INDEX reference_previous ON reference(previous);

CREATE TABLE reference_row(                            -- one person of such a file
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reference INTEGER NOT NULL REFERENCES reference(id),
  member INTEGER REFERENCES member(id),                -- whom it means on the roster
  place INTEGER NOT NULL,                              -- the row in its sheet, as the spreadsheet program numbers it
  name TEXT NOT NULL, idno TEXT,
  fields TEXT NOT NULL,                                -- JSON: item → text, as the register writes it
  initials TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX reference_row_reference ON reference_row(reference);
CREATE INDEX reference_row_member ON reference_row(member);

CREATE TABLE difference(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reference INTEGER NOT NULL REFERENCES reference(id),
  member INTEGER REFERENCES member(id),
  ref_row INTEGER REFERENCES reference_row(id),
  field TEXT NOT NULL,                                 -- empty: the person as a whole
  kind TEXT NOT NULL,
  ours TEXT NOT NULL, theirs TEXT NOT NULL,            -- both as they were when the set was taken in
  settled INTEGER NOT NULL DEFAULT 0,                  -- 1: decided in an earlier set; this one shows it put right there
  decision TEXT NOT NULL DEFAULT 'open',
  decided_by INTEGER, decided_at INTEGER,              -- person; seconds since 1970
  corrected_on TEXT, corrected_by TEXT                 -- when and by whom it was put right in the other database
) STRICT;
CREATE INDEX difference_reference ON difference(reference, decision);
CREATE INDEX difference_member ON difference(member);
CREATE INDEX difference_row ON difference(ref_row);

CREATE TABLE online_entry(                             -- who is entered in 党员组织关系网上接转系统
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL UNIQUE REFERENCES member(id),
  entered_on TEXT NOT NULL,
  entered_by INTEGER NOT NULL
) STRICT;
