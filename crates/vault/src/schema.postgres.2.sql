-- What only one of many may do: whoever claims it first has it for good.
CREATE TABLE samenspraak_vault.claim (
    name    text COLLATE "C" PRIMARY KEY,
    holder  text NOT NULL
);
