-- The outbox by a name that no other outbox has: under it mails are claimed.
ALTER TABLE checkpoint ADD COLUMN name TEXT NOT NULL DEFAULT '';
