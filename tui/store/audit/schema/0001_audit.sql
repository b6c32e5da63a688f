-- What an auditor may read without the key to the data: the journal's headers, and the acts done to the vault itself.

CREATE TABLE entry(                                    -- the same bytes as in data.db; follows it and is never ahead
  seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry
  WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM entry) BEGIN SELECT RAISE(ABORT, 'gap'); END;

CREATE TABLE act(                                      -- unlocking, people, keys, copies: chained and signed on its own
  seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER act_no_update BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER act_no_gap BEFORE INSERT ON act
  WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM act) BEGIN SELECT RAISE(ABORT, 'gap'); END;
