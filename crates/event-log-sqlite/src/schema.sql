-- The log. Rows are only ever added.
CREATE TABLE event (
    position      INTEGER PRIMARY KEY,  -- dense, in commit order
    stream        TEXT    NOT NULL,
    version       INTEGER NOT NULL,     -- dense within the stream
    type          TEXT    NOT NULL,
    type_version  INTEGER NOT NULL,
    recorded_at   INTEGER NOT NULL,     -- microseconds since 1970-01-01T00:00:00Z
    metadata      TEXT    NOT NULL,     -- JSON
    payload       TEXT    NOT NULL,     -- JSON
    hash          BLOB    NOT NULL      -- SHA-256 over this row and the hash before it
) STRICT;

CREATE UNIQUE INDEX event_by_stream ON event (stream, version);

-- Which append a request left, so that a repeat of it finds its first answer.
CREATE TABLE request (
    key    BLOB    PRIMARY KEY,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;

CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;
