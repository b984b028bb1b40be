-- The log. Rows are only ever added.
CREATE TABLE samenspraak.event (
    position      bigint  PRIMARY KEY CHECK (position > 0),  -- dense, in commit order
    stream        text    COLLATE "C" NOT NULL,
    version       bigint  NOT NULL CHECK (version > 0),      -- dense within the stream
    type          text    COLLATE "C" NOT NULL,
    type_version  integer NOT NULL,
    recorded_at   bigint  NOT NULL,  -- microseconds since 1970-01-01T00:00:00Z
    metadata      text    NOT NULL,  -- JSON, as it was hashed: text keeps every byte
    payload       text    NOT NULL,  -- JSON, likewise
    hash          bytea   NOT NULL   -- SHA-256 over this row and the hash before it
);

CREATE UNIQUE INDEX event_by_stream ON samenspraak.event (stream, version);

-- Which append a request left, so that a repeat of it finds its first answer.
CREATE TABLE samenspraak.request (
    key    bytea   PRIMARY KEY,
    first  bigint  NOT NULL,
    last   bigint  NOT NULL
);

CREATE FUNCTION samenspraak.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is never changed: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER event_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON samenspraak.event
    FOR EACH STATEMENT EXECUTE FUNCTION samenspraak.refuse_change();

CREATE TRIGGER request_is_never_changed
    BEFORE UPDATE OR DELETE OR TRUNCATE ON samenspraak.request
    FOR EACH STATEMENT EXECUTE FUNCTION samenspraak.refuse_change();
