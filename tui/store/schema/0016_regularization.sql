-- Putting relations in order (规范管理): cases, the facts of the gate, the steps of the measure, the register of
-- 流动党员活动证, and what follows afterwards. Codes are those of tui/rules/regularization.py and regular_steps.py.

CREATE TABLE regularization(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  search_case INTEGER REFERENCES search_case(id),      -- the search that found the member, where there was one
  origin TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('gate', 'measure', 'working', 'done', 'to_disposal', 'referral', 'withdrawn')),
  why TEXT,                                            -- why towards disposal, referred or withdrawn
  whereabouts TEXT, away_since TEXT, away_until TEXT, destination TEXT, fixed TEXT, sort TEXT, wish TEXT,
  relation TEXT, expired_on TEXT, cause TEXT, responsible TEXT, graduate TEXT,
  policy TEXT,                                         -- the policy set by which the measure was decided on
  proposed TEXT, proposal_why TEXT,                    -- what the program proposed then, and why
  measure TEXT, departure TEXT,                        -- what was decided, and why it is another one
  decided_on TEXT, decided_by INTEGER REFERENCES person(id),
  diverted_to TEXT, diverted_on TEXT, done_on TEXT, withdrawn_on TEXT,
  due_on TEXT, due_what TEXT,                          -- the first thing that is due, by the steps taken
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX regularization_member ON regularization(member);
CREATE INDEX regularization_search_case ON regularization(search_case) WHERE search_case IS NOT NULL;
CREATE INDEX regularization_state ON regularization(state, member);
CREATE INDEX regularization_due ON regularization(due_on, member) WHERE due_on IS NOT NULL;

CREATE TABLE regular_fact(                             -- one of the five facts, each with person, date and evidence
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  regularization INTEGER NOT NULL REFERENCES regularization(id),
  fact TEXT NOT NULL,
  answer TEXT NOT NULL,                                -- yes: it stands; no, unqualified, clue: it does not
  who TEXT NOT NULL, on_day TEXT NOT NULL, evidence TEXT NOT NULL, note TEXT,
  referred_to TEXT, referred_on TEXT,                  -- a clue is referred, never disposed of
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX regular_fact_case ON regular_fact(regularization);
CREATE INDEX regular_fact_member ON regular_fact(member);

CREATE TABLE regular_step(                             -- a step of the measure that was taken
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  regularization INTEGER NOT NULL REFERENCES regularization(id),
  step TEXT NOT NULL, level TEXT NOT NULL,
  on_day TEXT NOT NULL, who TEXT NOT NULL, number TEXT, until TEXT, evidence TEXT NOT NULL, note TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX regular_step_case ON regular_step(regularization);
CREATE INDEX regular_step_member ON regular_step(member);

CREATE TABLE permit(                                   -- 流动党员活动证
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  regularization INTEGER NOT NULL REFERENCES regularization(id),
  number TEXT NOT NULL, issued_on TEXT NOT NULL, place TEXT, reason TEXT, away_since TEXT,
  checked_on TEXT, returned_on TEXT,                   -- the last yearly check; given back
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX permit_member ON permit(member);
CREATE INDEX permit_case ON permit(regularization);
CREATE INDEX permit_number ON permit(number);

CREATE TABLE regular_follow_up(                        -- yearly check, attendance there, contact abroad, return
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  member INTEGER NOT NULL REFERENCES member(id),
  regularization INTEGER NOT NULL REFERENCES regularization(id),
  kind TEXT NOT NULL, on_day TEXT NOT NULL, who TEXT NOT NULL, outcome TEXT NOT NULL, evidence TEXT,
  by INTEGER NOT NULL REFERENCES person(id), at INTEGER NOT NULL
) STRICT;
CREATE INDEX regular_follow_up_case ON regular_follow_up(regularization);
CREATE INDEX regular_follow_up_member ON regular_follow_up(member);
