-- Fill-in workbooks (填报表): which were issued to units without a terminal, and when they came back.

CREATE TABLE fill_in(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  number INTEGER NOT NULL,
  issued_on TEXT NOT NULL, due_on TEXT NOT NULL,
  check_code BLOB NOT NULL CHECK(length(check_code) = 32),
  members INTEGER NOT NULL,                            -- rows that were filled in beforehand
  file TEXT NOT NULL,                                  -- where it was written, as the person chose
  cleared TEXT CHECK(cleared IN ('handed_over', 'destroyed')),  -- what became of that file; NULL: still to be accounted for
  returned_on TEXT,
  file_sha256 BLOB CHECK(length(file_sha256) = 32),    -- of the file that came back and was applied
  applied INTEGER REFERENCES entry(seq) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE UNIQUE INDEX fill_in_number ON fill_in(campaign, number);
CREATE INDEX fill_in_org ON fill_in(org, campaign, number);
