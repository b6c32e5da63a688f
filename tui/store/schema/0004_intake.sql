-- What the files of an office hold beside the roster: last activity, archive materials, dues paid, letters; where each
-- row came from; and how a layout is to be read.

ALTER TABLE member ADD COLUMN active_on TEXT;          -- last taking part in the branch's activities (组织生活)
ALTER TABLE member ADD COLUMN archive_at TEXT;         -- where the archive materials are kept
ALTER TABLE member ADD COLUMN joining_form TEXT;       -- 入党志愿书: complete, irregular, missing, untrue
ALTER TABLE member ADD COLUMN application TEXT;        -- 入党申请书
ALTER TABLE member ADD COLUMN political_review TEXT;   -- 政治审查材料
ALTER TABLE member ADD COLUMN full_application TEXT;   -- 转正申请书
ALTER TABLE member ADD COLUMN training_record TEXT;    -- 培养教育考察材料

CREATE TABLE letter(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  direction TEXT NOT NULL CHECK(direction IN ('out', 'in')),
  number TEXT, scope TEXT, heading TEXT, to_unit TEXT, from_unit TEXT,
  from_address TEXT, from_phone TEXT, from_fax TEXT, from_postcode TEXT,
  issued TEXT, valid_days INTEGER, dues_to TEXT, arrived_on TEXT, receipt TEXT, receipt_on TEXT, note TEXT, extra TEXT
) STRICT;
CREATE INDEX letter_member ON letter(member);
CREATE INDEX letter_open ON letter(issued, member) WHERE direction = 'out' AND receipt_on IS NULL AND receipt IS NOT 'yes';

CREATE TABLE payment(                                  -- dues paid for some months, back-payments among them
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  kind TEXT, first_month TEXT, last_month TEXT, fen INTEGER, reason TEXT, note TEXT, extra TEXT
) STRICT;
CREATE INDEX payment_member ON payment(member);

CREATE TABLE origin(                                   -- where an import's rows came from, and what their cells said
  entry INTEGER NOT NULL REFERENCES entry(seq) DEFERRABLE INITIALLY DEFERRED,
  tbl INTEGER NOT NULL, row INTEGER NOT NULL,          -- the row of the register, as the journal names it
  place INTEGER NOT NULL,                              -- the row in its sheet, as the spreadsheet program numbers it
  sheet INTEGER NOT NULL REFERENCES origin_sheet(id) DEFERRABLE INITIALLY DEFERRED,
  texts TEXT,                                          -- JSON: header → the cell's text, where cleaning changed it
  PRIMARY KEY(tbl, row, entry, sheet, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE origin_sheet(
  id INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 BLOB NOT NULL CHECK(length(sha256) = 32), sheet TEXT NOT NULL
) STRICT;

CREATE TABLE layout(                                   -- how a person wants sheets with this header to be read
  header_sha256 BLOB PRIMARY KEY CHECK(length(header_sha256) = 32),
  kind TEXT NOT NULL, fields TEXT NOT NULL             -- JSON: place of a column from 0 → field, '' for kept as it is
) STRICT, WITHOUT ROWID;

ALTER TABLE organization ADD COLUMN short TEXT;        -- 简称
ALTER TABLE organization ADD COLUMN phone TEXT;
ALTER TABLE organization ADD COLUMN extra TEXT;        -- JSON: the columns of a list that are kept as they are
