-- Who is who. This stands apart from the log, with a role of its own that owns it: what is erased
-- here can no longer be read there.
CREATE SCHEMA samenspraak_vault;

-- The secret under which subjects are looked up. Without it a lookup leads nowhere: a plain
-- hash of an eight-digit number falls in minutes.
CREATE TABLE samenspraak_vault.secret (value bytea NOT NULL, version integer NOT NULL);

CREATE TABLE samenspraak_vault.subject (
    id      text COLLATE "C" PRIMARY KEY,  -- the pseudonym
    key     bytea,                         -- gone when erased
    erased  timestamptz
);

CREATE TABLE samenspraak_vault.lookup (
    digest  bytea PRIMARY KEY,             -- HMAC of what the subject is known by outside
    subject text COLLATE "C" NOT NULL
);
CREATE INDEX lookup_of ON samenspraak_vault.lookup (subject);

REVOKE ALL ON SCHEMA samenspraak_vault FROM PUBLIC;
