-- The double check (双查): which level checks itself and which verifies, what the verifying unit states of a branch, and
-- the corrections that it asks of the unit that keeps the member.

CREATE TABLE campaign_levels(                          -- no row: a branch checks itself, every level above verifies
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  campaign INTEGER NOT NULL UNIQUE REFERENCES campaign(id),
  self_check TEXT NOT NULL, verification TEXT NOT NULL -- kinds of units, separated by commas
) STRICT;

CREATE TABLE verification_statement(                   -- one line of a branch's verification sheet (工作组核查表)
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  org INTEGER NOT NULL REFERENCES organization(id),    -- the branch that was verified
  unit INTEGER NOT NULL REFERENCES organization(id),   -- the unit whose word it is
  question TEXT NOT NULL,
  answer TEXT,                                         -- s sound, w wrong, n nothing of the kind; NULL: not yet
  counted INTEGER,                                     -- the number that the verifier found
  remark TEXT,
  by INTEGER NOT NULL, at INTEGER NOT NULL             -- person; seconds since 1970
) STRICT;
CREATE UNIQUE INDEX verification_statement_place ON verification_statement(campaign, org, unit, question);

CREATE TABLE correction_request(                       -- 更正意见
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  member INTEGER NOT NULL REFERENCES member(id),
  unit INTEGER NOT NULL REFERENCES organization(id),   -- the unit that asks for it
  field TEXT NOT NULL,                                 -- column of the member; empty: anything else, in words
  seen TEXT NOT NULL, wanted TEXT NOT NULL,            -- the register's value when it was filed; what it should be
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'done', 'overtaken', 'withdrawn')),
  by INTEGER NOT NULL, at INTEGER NOT NULL,
  settled_by INTEGER, settled_at INTEGER
) STRICT;
CREATE INDEX correction_request_member ON correction_request(member);
