-- Members' files beyond the states of their materials, which are columns of the member; and evidence with its content.

CREATE TABLE archive(                                  -- where a member's file is kept; one row a member
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  kept_kind TEXT NOT NULL CHECK(kept_kind IN ('personnel', 'party', 'none', 'unseen')),
  kept_by TEXT CHECK(kept_by IN ('committee', 'county_department', 'personnel_office', 'former_unit', 'other')),
  since TEXT,                                          -- when it was set up or put there
  note TEXT,
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX archive_member ON archive(member);
CREATE INDEX archive_without ON archive(member) WHERE kept_kind = 'none';

CREATE TABLE archive_inquiry(                          -- 商转函 to the former unit, and its answer
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  to_unit TEXT NOT NULL,
  number TEXT,
  sent_on TEXT NOT NULL,
  asked TEXT NOT NULL,                                 -- what was asked
  reply_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'answered', 'withdrawn')),
  answered_on TEXT,
  outcome TEXT CHECK(outcome IN ('genuine', 'untrue', 'supplied', 'unknown')),
  answer TEXT,                                         -- what was answered, or why it was withdrawn
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,
  CHECK((state = 'answered') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX archive_inquiry_member ON archive_inquiry(member);
CREATE INDEX archive_inquiry_open ON archive_inquiry(reply_by, member) WHERE state = 'open';

CREATE TABLE archive_work(                             -- 鉴别, 完善, 补充 of one material
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  material TEXT NOT NULL,                              -- the member's column
  kind TEXT NOT NULL CHECK(kind IN ('appraise', 'perfect', 'supplement')),
  due_on TEXT,
  state TEXT NOT NULL CHECK(state IN ('open', 'done', 'withdrawn')),
  done_on TEXT,
  person TEXT,                                         -- who does it
  basis TEXT,
  result TEXT,                                         -- what came of it, or why it was withdrawn
  found TEXT CHECK(found IN ('complete', 'irregular', 'missing', 'untrue')),
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX archive_work_member ON archive_work(member);
CREATE INDEX archive_work_open ON archive_work(due_on, member) WHERE state = 'open';

CREATE TABLE evidence(                                 -- a file attached to a member, or to a row about him
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  of_table TEXT,                                       -- the ledger's name and its row; both empty: the member himself
  of_row INTEGER,
  topic TEXT,                                          -- what of him: a check ('check2'), a material
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size INTEGER NOT NULL CHECK(size > 0),
  sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
  note TEXT,
  state TEXT NOT NULL CHECK(state IN ('attached', 'withdrawn')),
  reason TEXT,                                         -- why it was withdrawn
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,
  CHECK((of_table IS NULL) = (of_row IS NULL))
) STRICT;
CREATE INDEX evidence_of ON evidence(of_row, of_table) WHERE of_row IS NOT NULL;
CREATE INDEX evidence_member ON evidence(member);
CREATE INDEX evidence_sha256 ON evidence(sha256);

CREATE TABLE unit_evidence(                            -- the same of a unit, and of rows about it
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),
  of_table TEXT,                                       -- the ledger's name and its row; both empty: the unit itself
  of_row INTEGER,
  topic TEXT,                                          -- what of it
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size INTEGER NOT NULL CHECK(size > 0),
  sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
  note TEXT,
  state TEXT NOT NULL CHECK(state IN ('attached', 'withdrawn')),
  reason TEXT,                                         -- why it was withdrawn
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,
  CHECK((of_table IS NULL) = (of_row IS NULL))
) STRICT;
CREATE INDEX unit_evidence_of ON unit_evidence(of_row, of_table) WHERE of_row IS NOT NULL;
CREATE INDEX unit_evidence_org ON unit_evidence(org);
CREATE INDEX unit_evidence_sha256 ON unit_evidence(sha256);

CREATE TABLE evidence_content(                         -- not journaled: its hash stands in the journaled rows
  sha256 BLOB PRIMARY KEY CHECK(length(sha256) = 32),
  content BLOB NOT NULL
) STRICT;

CREATE TABLE evidence_sent(                            -- contents that a report of this stream has carried
  stream TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
  PRIMARY KEY(stream, sha256)
) STRICT, WITHOUT ROWID;

-- The lists of a unit walk these; the predicates are those of tui/store/queries/archives.py, word for word.
CREATE INDEX member_archive_complete ON member(org, name) WHERE gone IS NULL AND joining_form = 'complete'
  AND application = 'complete' AND political_review = 'complete' AND training_record = 'complete'
  AND (full_application = 'complete' OR category = 'probationary');
CREATE INDEX member_archive_missing ON member(org, name) WHERE gone IS NULL AND (joining_form = 'missing'
  OR application = 'missing' OR political_review = 'missing' OR training_record = 'missing'
  OR (full_application = 'missing' AND category IS NOT 'probationary'));
CREATE INDEX member_archive_irregular ON member(org, name) WHERE gone IS NULL AND (joining_form = 'irregular'
  OR application = 'irregular' OR political_review = 'irregular' OR training_record = 'irregular'
  OR (full_application = 'irregular' AND category IS NOT 'probationary'));
CREATE INDEX member_archive_untrue ON member(org, name) WHERE gone IS NULL AND (joining_form = 'untrue'
  OR application = 'untrue' OR political_review = 'untrue' OR training_record = 'untrue'
  OR (full_application = 'untrue' AND category IS NOT 'probationary'));
