-- Whose complaint, objection or application it is, by pseudonym: that provider alone is told what was decided.
CREATE TABLE filing (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
-- Who was sent an award decision, by pseudonym: they are told when it is withdrawn.
CREATE TABLE award (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
-- Which admission belongs to which trajectory.
CREATE TABLE admission (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
-- Which session belongs to which trajectory.
CREATE TABLE session (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
