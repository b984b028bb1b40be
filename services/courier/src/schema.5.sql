-- Contracts, deliveries, talks and outreaches are told of from now on. What was passed over is taken
-- in again from the start, and no mail follows from it.
UPDATE checkpoint SET mails_after = max(mails_after, position), position = 0;
