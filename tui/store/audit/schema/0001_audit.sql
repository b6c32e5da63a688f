-- The audit database: the journal's headers once more, and the acts of administration. Nothing personal in either.

CREATE TABLE entry(                                    -- the same bytes as in data.db, which this never precedes
  seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry
  WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM entry) BEGIN SELECT RAISE(ABORT, 'gap'); END;

CREATE TABLE act(                                      -- canonical JSON: seq, at, person, action, detail, prev
  seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER act_no_update BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER act_no_gap BEFORE INSERT ON act
  WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM act) BEGIN SELECT RAISE(ABORT, 'gap'); END;
