-- The search for members who lost contact: one case for one person, its searches, departmental search, minimums.

CREATE TABLE search_case(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),       -- one living case for each, held by the command
  opened_on TEXT NOT NULL,                             -- a whole day, as all days of the case itself
  origin TEXT NOT NULL,                                -- silence, letter, stated
  opened_why TEXT,
  letter TEXT, letter_number TEXT, letter_to TEXT, letter_on TEXT,  -- the letter that never landed: its uuid (hex)
  last_contact TEXT,                                   -- last dues or activity, a partial date
  outcome TEXT, outcome_on TEXT, outcome_why TEXT,     -- what the search ended with; NULL while it goes on
  stated_by TEXT,                                      -- the unit that stated it, by name
  occupation TEXT, situation TEXT, unit_kind TEXT,     -- codes of 组通字〔2016〕1号附件1、2
  past_posts TEXT, now_unit TEXT, residence TEXT, phone TEXT, note TEXT,
  reasons TEXT, conduct TEXT,                          -- 失联原因, 失联期间的现实表现
  conduct_before TEXT, nature TEXT, nature_why TEXT,   -- the 定性 sheet
  withdrawn_on TEXT, withdrawn_why TEXT,               -- opened in error
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX search_case_member ON search_case(member);

CREATE TABLE search_reopening(                         -- an outcome that stood until the case was opened again
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  search_case INTEGER NOT NULL REFERENCES search_case(id),
  outcome TEXT NOT NULL, outcome_on TEXT NOT NULL, outcome_why TEXT, stated_by TEXT,
  reopened_on TEXT NOT NULL, reason TEXT NOT NULL,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX search_reopening_case ON search_reopening(search_case);
CREATE INDEX search_reopening_member ON search_reopening(member);

CREATE TABLE search_attempt(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  search_case INTEGER NOT NULL REFERENCES search_case(id),
  on_day TEXT NOT NULL,                                -- a partial date
  searched_by TEXT NOT NULL,
  channel TEXT NOT NULL, result TEXT NOT NULL,         -- tui.rules.searches
  contact TEXT,                                        -- the number, address or person that was tried
  said TEXT,                                           -- what came of it
  evidence TEXT,                                       -- reference to the paper that shows it
  withdrawn_on TEXT, withdrawn_why TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX search_attempt_case ON search_attempt(search_case);
CREATE INDEX search_attempt_member ON search_attempt(member);

CREATE TABLE office_letter(                            -- one letter (函) to one office, asking about many members
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),    -- the unit that wrote it
  office TEXT NOT NULL,                                -- a channel of 部门查找
  to_unit TEXT NOT NULL, number TEXT NOT NULL, sent_on TEXT NOT NULL, note TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX office_letter_org ON office_letter(org, sent_on);

CREATE TABLE office_request(                           -- a branch asks that an office be asked about a member
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  search_case INTEGER NOT NULL REFERENCES search_case(id),
  office TEXT NOT NULL, asked_on TEXT NOT NULL, asked_by TEXT NOT NULL,
  state TEXT NOT NULL,                                 -- filed, sent, answered, withdrawn
  letter TEXT, letter_number TEXT, sent_on TEXT,       -- the office letter (uuid in hex), which may lie in another slice
  answer TEXT, answer_text TEXT, answered_on TEXT,     -- hit, none
  withdrawn_why TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX office_request_case ON office_request(search_case);
CREATE INDEX office_request_member ON office_request(member);
CREATE INDEX office_request_open ON office_request(state, office) WHERE state IN ('filed', 'sent');

CREATE TABLE search_minimum(                           -- what a unit asks for in place of the policy set's minimums
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  org INTEGER NOT NULL REFERENCES organization(id),
  policy TEXT NOT NULL, ways INTEGER NOT NULL, per_way INTEGER NOT NULL, days INTEGER NOT NULL, basis TEXT NOT NULL,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX search_minimum_org ON search_minimum(org, policy);

-- Who has been without dues and activity for long, by month ('2016-05'; a year alone counts to its end).
CREATE INDEX member_last_contact ON member(substr(max(ifnull(dues_to, ''), ifnull(active_on, '')) || '-12', 1, 7))
  WHERE gone IS NULL AND (dues_to IS NOT NULL OR active_on IS NOT NULL);
