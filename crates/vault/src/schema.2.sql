-- What only one of many may do: whoever claims it first has it for good.
CREATE TABLE claim (
    name    TEXT PRIMARY KEY,
    holder  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
