-- Focus groups (重点群体) that a person has put members into; the groups are tui/rules/focus_groups.toml.

CREATE TABLE focus_group(
  kind INTEGER NOT NULL,                               -- number of the group
  member INTEGER NOT NULL REFERENCES member(id),
  basis TEXT,                                          -- what it was put down for: a column's words, or nothing
  PRIMARY KEY(kind, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX focus_group_member ON focus_group(member, kind);
