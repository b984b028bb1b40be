-- The roles and the database of the log. Run once, on the primary, as its superuser:
--
--   psql -X -v ON_ERROR_STOP=1 <roles.sql
--
-- Passwords come from the environment, so that they stand in no list of processes:
-- SAMENSPRAAK_OWNER_PASSWORD, SAMENSPRAAK_SERVICE_PASSWORD, SAMENSPRAAK_STANDBY_PASSWORD and
-- SAMENSPRAAK_VAULT_PASSWORD.
\getenv owner_password SAMENSPRAAK_OWNER_PASSWORD
\getenv service_password SAMENSPRAAK_SERVICE_PASSWORD
\getenv standby_password SAMENSPRAAK_STANDBY_PASSWORD
\getenv vault_password SAMENSPRAAK_VAULT_PASSWORD

-- Until a standby follows there is none to wait for.
SET synchronous_commit = local;

-- Owns the tables. `samenspraak log prepare` uses it, and nothing else does.
CREATE ROLE samenspraak_owner LOGIN PASSWORD :'owner_password';
-- The services: they add and read. `samenspraak log prepare --for samenspraak_service` says what.
CREATE ROLE samenspraak_service LOGIN PASSWORD :'service_password';
-- A standby: it follows, and may read the files that it lacks when it returns after a failover.
-- For that it may also have the other one note where it stands.
CREATE ROLE samenspraak_standby LOGIN REPLICATION PASSWORD :'standby_password';
GRANT EXECUTE ON FUNCTION
    pg_ls_dir(text, boolean, boolean),
    pg_stat_file(text, boolean),
    pg_read_binary_file(text),
    pg_read_binary_file(text, bigint, bigint, boolean)
TO samenspraak_standby;
GRANT pg_checkpoint TO samenspraak_standby;

-- The vault has a database and a role of its own, which owns it. Whoever reads the log cannot read
-- the keys under which names are sealed in it.
CREATE ROLE samenspraak_vault LOGIN PASSWORD :'vault_password';
CREATE DATABASE samenspraak_vault
    OWNER samenspraak_vault TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE samenspraak_vault FROM PUBLIC;

CREATE DATABASE samenspraak
    OWNER samenspraak_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE samenspraak FROM PUBLIC;
GRANT CONNECT ON DATABASE samenspraak TO samenspraak_service;
