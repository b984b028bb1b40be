-- Where the courier stands, and since when and from where on it mails.
CREATE TABLE checkpoint (
    position    INTEGER NOT NULL,
    mails_after INTEGER NOT NULL,
    since       INTEGER NOT NULL    -- when this file was made, microseconds since 1970
) STRICT;

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
    id     TEXT PRIMARY KEY,
    opens  INTEGER NOT NULL,    -- microseconds since 1970, like all instants here
    closes INTEGER NOT NULL,
    mailed INTEGER NOT NULL,    -- 1 when this term was set since this file was made
    closed INTEGER NOT NULL,    -- 1 when it was closed
    body   TEXT NOT NULL
) STRICT;
CREATE TABLE advice (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;

-- One row a mail: per event and person, once. Where it goes is looked up when it is sent.
CREATE TABLE mail (
    id           TEXT PRIMARY KEY,  -- also its Message-ID
    subscription TEXT NOT NULL,
    trajectory   TEXT,              -- the one that its reader must follow still
    round        TEXT,              -- the round to which it calls; pointless once that is closed
    notice       TEXT NOT NULL,     -- what is told: JSON
    written      INTEGER NOT NULL,  -- its date
    state        TEXT NOT NULL,     -- due, handing-over, sent, elsewhere, in-doubt, refused,
                                    -- given-up, void
    attempts     INTEGER NOT NULL DEFAULT 0,
    due          INTEGER NOT NULL   -- not before
) STRICT;
CREATE INDEX mail_due ON mail (state, due);
