-- What a check records beside its verdict, and what a branch states about its stubs (存根).

CREATE TABLE check_record(
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  stage INTEGER NOT NULL CHECK(stage IN (1, 2)),
  member INTEGER NOT NULL REFERENCES member(id),
  check_no INTEGER NOT NULL CHECK(check_no BETWEEN 1 AND 5),
  answers TEXT NOT NULL,                               -- JSON: item → answer, as tui.rules.check_items names them
  note TEXT,
  recorded_by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,                                 -- seconds since 1970
  PRIMARY KEY(campaign, stage, member, check_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX check_record_member ON check_record(member, check_no);

CREATE TABLE branch_statement(                         -- one per branch and stage: stubs from number to number inspected
  campaign INTEGER NOT NULL REFERENCES campaign(id),
  stage INTEGER NOT NULL CHECK(stage IN (1, 2)),
  org INTEGER NOT NULL REFERENCES organization(id),
  answers TEXT NOT NULL,
  recorded_by INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,
  PRIMARY KEY(campaign, stage, org)
) STRICT, WITHOUT ROWID;
CREATE INDEX branch_statement_org ON branch_statement(org);
