-- Where the courier stands, and from where on it mails.
CREATE TABLE checkpoint (position INTEGER NOT NULL, mails_after INTEGER NOT NULL) STRICT;

-- Who wants mail, for whom that person reads along, and what is followed. Addresses are sealed.
CREATE TABLE subscription (
    id         TEXT PRIMARY KEY,
    person     TEXT NOT NULL,
    party      TEXT NOT NULL,   -- municipality, provider or council
    council    TEXT,            -- the council's code, when it is one
    address    TEXT NOT NULL    -- sealed
) STRICT;
CREATE TABLE follows (
    subscription TEXT NOT NULL, trajectory TEXT NOT NULL, PRIMARY KEY (subscription, trajectory)
) STRICT, WITHOUT ROWID;

-- What mails need to know: titles and terms of what was published.
CREATE TABLE trajectory (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE round (
    id TEXT PRIMARY KEY, closes INTEGER NOT NULL, closed INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE advice (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;

-- One row a mail: per event and person, once.
CREATE TABLE mail (
    id        TEXT PRIMARY KEY,  -- also its Message-ID
    person    TEXT NOT NULL,
    address   TEXT NOT NULL,     -- sealed
    notice    TEXT NOT NULL,     -- what is told: JSON
    state     TEXT NOT NULL,     -- due, handing-over, sent, in-doubt, refused, given-up, void
    attempts  INTEGER NOT NULL DEFAULT 0,
    due       INTEGER NOT NULL,  -- not before, microseconds since 1970
    expires   INTEGER            -- pointless after, microseconds since 1970
) STRICT;
CREATE INDEX mail_due ON mail (state, due);
