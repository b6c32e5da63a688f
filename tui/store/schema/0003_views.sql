-- What a person was looking at when the screen was locked; not journaled, gone when it has been taken up again.

CREATE TABLE view(person INTEGER PRIMARY KEY REFERENCES person(id), state TEXT NOT NULL) STRICT;
