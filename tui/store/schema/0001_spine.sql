-- The spine: units, people, members, campaigns, reviews, findings, the journal, and what bundles need.
-- Only columns that something reads; later migrations add the rest. Derived columns: organization.lft, rgt.

CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE organization(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  parent INTEGER REFERENCES organization(id),
  kind TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  keeper INTEGER NOT NULL REFERENCES organization(id) DEFERRABLE INITIALLY DEFERRED,
  generation INTEGER NOT NULL DEFAULT 1,
  lft INTEGER NOT NULL DEFAULT 0,
  rgt INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX organization_code ON organization(parent, code) WHERE code <> '';
CREATE UNIQUE INDEX organization_name ON organization(parent, name);
CREATE INDEX organization_range ON organization(lft, rgt);

CREATE TABLE person(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  name TEXT NOT NULL,
  verify_key BLOB NOT NULL CHECK(length(verify_key) = 32)
) STRICT;

CREATE TABLE member(                                   -- hot columns first: SQLite stops decoding at the last one asked for
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  org INTEGER NOT NULL REFERENCES organization(id),
  name TEXT NOT NULL, category TEXT, sex TEXT, birth TEXT, idno TEXT, phone TEXT,
  uuid BLOB NOT NULL CHECK(length(uuid) = 16),
  gone TEXT,
  initials TEXT NOT NULL DEFAULT '',
  number TEXT, nation TEXT, native TEXT, joined TEXT, full_at TEXT, membership TEXT, education TEXT, work TEXT,
  post TEXT, landline TEXT, address TEXT, dues_to TEXT, lost TEXT, lost_on TEXT, floating TEXT, floating_to TEXT,
  note TEXT, extra TEXT
) STRICT;
CREATE UNIQUE INDEX member_uuid ON member(uuid);
CREATE INDEX member_org ON member(org, name);
CREATE INDEX member_idno ON member(idno);
CREATE INDEX member_number ON member(number) WHERE number IS NOT NULL;
CREATE INDEX member_birth ON member(birth, name);
CREATE INDEX member_id4 ON member(substr(idno, -4));
CREATE INDEX member_gone ON member(gone) WHERE gone IS NOT NULL;  -- the few who left: counts need not look at the rest
CREATE VIRTUAL TABLE member_name USING fts5(name, initials, content='', contentless_delete=1);

CREATE TABLE campaign(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  notice TEXT NOT NULL, name TEXT NOT NULL, policy TEXT NOT NULL CHECK(policy IN ('2016', '2019')),
  as_of TEXT NOT NULL
) STRICT;

CREATE TABLE subject(
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  member INTEGER NOT NULL REFERENCES member(id),
  ground TEXT NOT NULL,
  PRIMARY KEY(campaign, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_member ON subject(member);        -- else taking a member away scans all subjects for references

CREATE TABLE review(                                   -- one row per campaign, stage and member; no row means 未查 throughout
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  stage INTEGER NOT NULL CHECK(stage IN (1, 2)),
  member INTEGER NOT NULL REFERENCES member(id),
  c1 TEXT NOT NULL DEFAULT 'u', c2 TEXT NOT NULL DEFAULT 'u', c3 TEXT NOT NULL DEFAULT 'u',
  c4 TEXT NOT NULL DEFAULT 'u', c5 TEXT NOT NULL DEFAULT 'u',
  h1 TEXT, h2 TEXT, h3 TEXT, h4 TEXT, h5 TEXT,         -- how each was given: o singly, b in bulk
  by1 INTEGER, by2 INTEGER, by3 INTEGER, by4 INTEGER, by5 INTEGER,
  unit INTEGER NOT NULL REFERENCES organization(id),   -- whose record this is: the keeper's, or the verifying unit's
  at INTEGER,                                          -- seconds since 1970 of the latest verdict or note
  note TEXT,
  PRIMARY KEY(campaign, stage, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_member ON review(member);
CREATE INDEX review_x1 ON review(campaign, stage, c1, member) WHERE c1 IN ('f', 'p', 'd');
CREATE INDEX review_x2 ON review(campaign, stage, c2, member) WHERE c2 IN ('f', 'p', 'd');
CREATE INDEX review_x3 ON review(campaign, stage, c3, member) WHERE c3 IN ('f', 'p', 'd');
CREATE INDEX review_x4 ON review(campaign, stage, c4, member) WHERE c4 IN ('f', 'p', 'd');
CREATE INDEX review_x5 ON review(campaign, stage, c5, member) WHERE c5 IN ('f', 'p', 'd');

CREATE TABLE finding(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  stage INTEGER NOT NULL, check_no INTEGER NOT NULL, code TEXT NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE INDEX finding_member ON finding(member);

CREATE TABLE entry(                                    -- the journal: headers only, nothing personal in them
  seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry
  WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM entry) BEGIN SELECT RAISE(ABORT, 'gap'); END;

CREATE TABLE entry_item(                               -- what the entry touched
  entry INTEGER NOT NULL REFERENCES entry(seq) DEFERRABLE INITIALLY DEFERRED,
  tbl INTEGER NOT NULL, row INTEGER NOT NULL, sub INTEGER NOT NULL,
  before TEXT,                                         -- changed fields as they were; NULL: the row was created
  row_sha256 BLOB NOT NULL,                            -- of the whole row after the change; 32 zero bytes: removed
  PRIMARY KEY(entry, tbl, row, sub)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_item_row ON entry_item(tbl, row, sub, entry);
CREATE TRIGGER entry_item_no_update BEFORE UPDATE ON entry_item BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_item_no_delete BEFORE DELETE ON entry_item BEGIN SELECT RAISE(ABORT, 'append only'); END;

CREATE TABLE card(                                     -- key cards of other units, accepted after reading the fingerprint
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unit BLOB NOT NULL UNIQUE CHECK(length(unit) = 16),
  relation TEXT NOT NULL CHECK(relation IN ('superior', 'subordinate')),
  name TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL,
  signing TEXT NOT NULL, receiving TEXT NOT NULL, fingerprint TEXT NOT NULL, accepted_on TEXT NOT NULL
) STRICT;

CREATE TABLE sent(
  stream TEXT NOT NULL, seq INTEGER NOT NULL, bundle TEXT NOT NULL, manifest_sha256 BLOB NOT NULL,
  file TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE received(
  stream TEXT NOT NULL, seq INTEGER NOT NULL, bundle TEXT NOT NULL, manifest_sha256 BLOB NOT NULL,
  at INTEGER NOT NULL, result TEXT NOT NULL,
  manifest BLOB NOT NULL, signature BLOB NOT NULL, records BLOB NOT NULL,  -- kept to be forwarded unchanged
  PRIMARY KEY(stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE slice(                                    -- the newest report applied for an organisation kept elsewhere
  org INTEGER PRIMARY KEY REFERENCES organization(id),
  generation INTEGER NOT NULL, version INTEGER NOT NULL,
  stream TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT;
