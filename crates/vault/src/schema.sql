-- The secret under which subjects are looked up. Without it a lookup leads nowhere: a plain
-- hash of an eight-digit number falls in minutes.
CREATE TABLE secret (value BLOB NOT NULL) STRICT;

CREATE TABLE subject (
    id      TEXT PRIMARY KEY,     -- the pseudonym
    key     BLOB,                 -- gone when erased
    erased  INTEGER               -- when, in seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE lookup (
    digest  BLOB PRIMARY KEY,     -- HMAC of what the subject is known by outside
    subject TEXT NOT NULL REFERENCES subject (id)
) STRICT, WITHOUT ROWID;
