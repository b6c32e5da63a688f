-- Activities of branches (组织生活) and who attended them. Dues paid have their table since 0004 (payment).

CREATE TABLE activity(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),    -- the branch that held it
  on_day TEXT NOT NULL,
  kind TEXT NOT NULL,                                  -- tui.rules.activities.ActivityKind
  title TEXT, place TEXT, note TEXT,
  withdrawn_on TEXT, withdrawn_why TEXT,               -- entered by mistake: counts nowhere any more
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL                                  -- seconds since 1970
) STRICT;
CREATE INDEX activity_org ON activity(org, on_day);

CREATE TABLE attendance(                               -- of one who was called; no row: he was not, or nobody has said
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  activity INTEGER NOT NULL REFERENCES activity(id),
  org INTEGER NOT NULL REFERENCES organization(id),    -- the activity's
  state TEXT NOT NULL CHECK(state IN ('present', 'leave', 'absent')),
  reason TEXT,
  active_before TEXT,                                  -- the member's last activity before this one moved it on
  by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX attendance_place ON attendance(activity, member);
CREATE INDEX attendance_member ON attendance(member, activity);
CREATE INDEX attendance_org ON attendance(org);

CREATE INDEX correction_request_open ON correction_request(campaign) WHERE state = 'open';
