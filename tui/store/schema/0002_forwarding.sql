-- Reports that are forwarded: whose keys their senders have, on whose word.

CREATE TABLE vouched(                                  -- key cards of units further down, never read aloud here
  unit BLOB PRIMARY KEY CHECK(length(unit) = 16),
  voucher BLOB NOT NULL CHECK(length(voucher) = 16),   -- the unit that forwarded the first report of this one
  name TEXT NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL,
  signing TEXT NOT NULL, receiving TEXT NOT NULL, fingerprint TEXT NOT NULL, accepted_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;
