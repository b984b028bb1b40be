-- Who asked which question, by pseudonym: the asker alone is told what became of it.
CREATE TABLE question (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
