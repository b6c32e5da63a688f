-- The name index knows pinyin syllables beside initials. It is filled anew from the names; characters() and
-- syllables() are lent by tui/store/names.py.

DROP TABLE member_name;
CREATE VIRTUAL TABLE member_name USING fts5(name, initials, syllables, content='', contentless_delete=1);
INSERT INTO member_name(rowid, name, initials, syllables)
  SELECT id, characters(name), initials, syllables(name) FROM member;
