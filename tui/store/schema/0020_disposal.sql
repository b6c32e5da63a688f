-- 组织处置: cases, what they rest on, the branch's steps, the decisions of the levels above, clues referred, local
-- procedures. Codes are those of tui/rules/disposal. A case's steps and decisions are numbered together by ``seq``.

CREATE TABLE disposal_procedure(                       -- a local 实施办法: kinds of disposal read from a file
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),
  key TEXT NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
  withdrawn_on TEXT,                                   -- no new case by it from this day on
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX disposal_procedure_org ON disposal_procedure(org);

CREATE TABLE disposal_case(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  procedure TEXT NOT NULL,                             -- a kind of the program, or of the local procedure named next
  local_procedure INTEGER REFERENCES disposal_procedure(id),
  policy TEXT NOT NULL,                                -- the policy set when it was opened; it stays
  opened_on TEXT NOT NULL,
  origin TEXT NOT NULL, source TEXT,
  earlier INTEGER REFERENCES disposal_case(id),        -- the case whose result this one rests on
  state TEXT NOT NULL CHECK(state IN ('open', 'closed', 'withdrawn', 'history')),
  outcome TEXT, effective_on TEXT,                     -- what became of the membership, and since when
  closed_on TEXT, withdrawn_on TEXT, why TEXT,
  decided_by TEXT, document TEXT, known TEXT,          -- history: who decided, the paper's number, what is known
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX disposal_case_member ON disposal_case(member);
CREATE INDEX disposal_case_state ON disposal_case(state, member);
CREATE INDEX disposal_case_local ON disposal_case(local_procedure) WHERE local_procedure IS NOT NULL;
CREATE INDEX disposal_case_earlier ON disposal_case(earlier) WHERE earlier IS NOT NULL;

CREATE TABLE disposal_ground(                          -- what stood when the case was opened, each with its evidence
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  disposal_case INTEGER NOT NULL REFERENCES disposal_case(id),
  ground TEXT NOT NULL,
  said TEXT NOT NULL, who TEXT NOT NULL, on_day TEXT NOT NULL, evidence TEXT NOT NULL,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX disposal_ground_case ON disposal_ground(disposal_case);
CREATE INDEX disposal_ground_member ON disposal_ground(member);

CREATE TABLE disposal_step(                            -- a step of the branch
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  disposal_case INTEGER NOT NULL REFERENCES disposal_case(id),
  seen BLOB NOT NULL CHECK(length(seen) = 32),         -- SHA-256 of the case as it lay before this step
  seq INTEGER NOT NULL, step TEXT NOT NULL, on_day TEXT NOT NULL,
  who TEXT NOT NULL, document TEXT, content TEXT,
  heard TEXT, objection TEXT,
  called INTEGER, came INTEGER, entitled INTEGER, present INTEGER, for_it INTEGER, against INTEGER, abstained INTEGER,
  until TEXT, answer TEXT,
  papers TEXT,                                         -- JSON: paper → where it is on file
  rejected TEXT, why TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX disposal_step_case ON disposal_step(disposal_case);
CREATE INDEX disposal_step_member ON disposal_step(member);

CREATE TABLE disposal_decision(                        -- a step of a unit above the branch: its own signed record
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  unit INTEGER REFERENCES organization(id),            -- whose record it is, where that unit stands in this tree
  above BLOB CHECK(length(above) = 16),                -- else the uuid of a unit above it, whose card is known here
  about BLOB NOT NULL CHECK(length(about) = 16),       -- the case, by uuid: it is another unit's record
  seen BLOB NOT NULL CHECK(length(seen) = 32),         -- as in a step; what does not fit any more is overtaken
  seq INTEGER NOT NULL, step TEXT NOT NULL, on_day TEXT NOT NULL,
  who TEXT NOT NULL, document TEXT, content TEXT,
  confirmed TEXT, papers TEXT,                         -- JSON: point → 'yes'; paper → where it is on file
  rejected TEXT, why TEXT,
  signature TEXT,                                      -- minisign, by the unit's key: what came from above
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL,
  CHECK((unit IS NULL) = (above IS NOT NULL) AND (above IS NULL) = (signature IS NULL))
) STRICT;
CREATE INDEX disposal_decision_about ON disposal_decision(about);
CREATE INDEX disposal_decision_member ON disposal_decision(member);
CREATE INDEX disposal_decision_unit ON disposal_decision(unit);
CREATE INDEX disposal_decision_above ON disposal_decision(above) WHERE above IS NOT NULL;

CREATE TABLE disposal_referral(                        -- a clue of a breach of discipline or law, referred
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  disposal_case INTEGER REFERENCES disposal_case(id),  -- the case that waits for it, if there is one
  authority TEXT NOT NULL, receiver TEXT NOT NULL, on_day TEXT NOT NULL,
  matter TEXT NOT NULL, materials TEXT NOT NULL, document TEXT,
  receipt_on TEXT, receipt TEXT, outcome_on TEXT, outcome TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX disposal_referral_member ON disposal_referral(member);
CREATE INDEX disposal_referral_case ON disposal_referral(disposal_case) WHERE disposal_case IS NOT NULL;
