-- Situations of members (流动、空挂、口袋、失联 …): independent facts with their own history; and a unit's own wording of what
-- the documents leave undefined.
CREATE TABLE situation(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  kind TEXT NOT NULL CHECK(kind IN ('floating_out', 'floating_in', 'unattached', 'pocket', 'lost', 'hidden',
    'abroad_settled', 'abroad_study', 'abroad_work', 'graduate_kept')),
  since TEXT, until TEXT, reason TEXT, reason_words TEXT, destination TEXT, scope TEXT, state TEXT,
  fixed TEXT, permit TEXT, permit_number TEXT, relation_at TEXT, relation_phone TEXT, kept TEXT, note TEXT,
  basis TEXT,
  ended_why TEXT,
  withdrawn TEXT, withdrawn_on TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX situation_member ON situation(member, kind);
CREATE INDEX situation_stands ON situation(kind, until, since, member) WHERE withdrawn IS NULL;
CREATE TABLE situation_definition(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),
  kind TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX situation_definition_org ON situation_definition(org, kind, at);
