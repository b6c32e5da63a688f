-- The ledger of introduction letters: numbers, validity, what a letter has come to, its follow-ups and re-issues.

ALTER TABLE letter ADD COLUMN org INTEGER REFERENCES organization(id);  -- who issued and numbered it here
ALTER TABLE letter ADD COLUMN year INTEGER;            -- with serial: its number, read once so that it is found by it
ALTER TABLE letter ADD COLUMN serial INTEGER;
ALTER TABLE letter ADD COLUMN kind TEXT;               -- full or probationary on the day of issue
ALTER TABLE letter ADD COLUMN returned TEXT;           -- sent back to be corrected: why, and when
ALTER TABLE letter ADD COLUMN returned_on TEXT;
ALTER TABLE letter ADD COLUMN closed TEXT;             -- come to an end otherwise than by its receipt: how, when, and in words
ALTER TABLE letter ADD COLUMN closed_on TEXT;
ALTER TABLE letter ADD COLUMN closed_note TEXT;

-- Derived from the dates as tui/rules/letter_states.py counts them (a property test holds both equal), so that an index
-- gives what is overdue on any day.
ALTER TABLE letter ADD COLUMN valid_until TEXT AS (
  date(
    CASE length(issued) WHEN 10 THEN issued WHEN 7 THEN date(issued || '-01', '+1 month', '-1 day')
                        WHEN 4 THEN issued || '-12-31' END,
    '+' || CASE WHEN valid_days > 0 THEN min(valid_days, 36500) ELSE 90 END || ' days')
) VIRTUAL;
ALTER TABLE letter ADD COLUMN receipt_due TEXT AS (
  CASE WHEN issued < '2007' THEN NULL
       WHEN arrived_on IS NULL THEN date(valid_until, '+1 month', 'floor')
       ELSE date(
         CASE length(arrived_on) WHEN 10 THEN arrived_on WHEN 7 THEN date(arrived_on || '-01', '+1 month', '-1 day')
                                 WHEN 4 THEN arrived_on || '-12-31' END,
         '+1 month', 'floor') END
) VIRTUAL;
ALTER TABLE letter ADD COLUMN done_since TEXT AS (        -- NULL: still waited for; '': nobody knows since when not
  CASE WHEN receipt_on IS NULL AND receipt IS NOT 'yes' AND closed IS NULL THEN NULL
       ELSE min(CASE WHEN receipt_on IS NOT NULL THEN receipt_on WHEN receipt = 'yes' THEN '' ELSE '9999' END,
                CASE WHEN closed IS NOT NULL THEN ifnull(closed_on, '') ELSE '9999' END) END
) VIRTUAL;
ALTER TABLE letter ADD COLUMN other_unit TEXT AS (           -- the one on the other side
  CASE direction WHEN 'in' THEN from_unit ELSE ifnull(to_unit, heading) END) VIRTUAL;
CREATE INDEX letter_ledger ON letter(
  direction, done_since, receipt_due, valid_until, arrived_on, issued, returned, returned_on, closed);
DROP INDEX letter_member;
CREATE INDEX letter_member ON letter(
  member, direction, done_since, receipt_due, issued, returned, returned_on, closed, closed_on);
CREATE INDEX letter_issued ON letter(direction, issued);
CREATE INDEX letter_unit ON letter(other_unit);
CREATE INDEX letter_serial ON letter(serial, year) WHERE serial IS NOT NULL;
CREATE INDEX letter_number_text ON letter(number) WHERE number IS NOT NULL;

CREATE TABLE letter_number(                            -- every number taken; one without a letter is spoiled
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),
  year INTEGER NOT NULL, serial INTEGER NOT NULL CHECK(serial > 0),
  void TEXT,                                           -- why it was spoiled
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX letter_number_once ON letter_number(org, year, serial);

CREATE TABLE letter_follow_up(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  letter INTEGER NOT NULL REFERENCES letter(id),
  on_day TEXT NOT NULL, who TEXT NOT NULL,             -- when, and by whom on our side
  asked TEXT NOT NULL,                                 -- the receiving unit, or the member himself
  channel TEXT NOT NULL, outcome TEXT NOT NULL, note TEXT,
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_follow_up_letter ON letter_follow_up(letter, on_day, id, outcome);
CREATE INDEX letter_follow_up_member ON letter_follow_up(member);
CREATE INDEX letter_follow_up_pocket ON letter_follow_up(letter) WHERE outcome = 'pocket';

CREATE TABLE letter_reissue(                           -- an expired or returned letter, the one that took its place, and why
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  letter INTEGER NOT NULL REFERENCES letter(id),
  replacement INTEGER NOT NULL REFERENCES letter(id),
  on_day TEXT NOT NULL, cause TEXT NOT NULL, responsibility TEXT NOT NULL,
  justified TEXT NOT NULL, graduate TEXT NOT NULL,     -- yes, no
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_reissue_letter ON letter_reissue(letter);
CREATE INDEX letter_reissue_replacement ON letter_reissue(replacement);
CREATE INDEX letter_reissue_member ON letter_reissue(member);
