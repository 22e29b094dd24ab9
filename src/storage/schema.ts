/** The ledger's layout. A file of a later version is never written to. */
export const schemaVersion = 1;

/**
 * Entries and outcomes are append-only, which the triggers hold to: corrections are entries of their own. `roll_up` is kept in the same
 * transaction as the entry, one row per local day and what is asked for by day.
 */
export const schema = `
CREATE TABLE entry (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  kind TEXT NOT NULL,
  trigger_kind TEXT NOT NULL,
  language TEXT,
  workspace TEXT,
  started_at_ms INTEGER NOT NULL,
  local_day TEXT NOT NULL,
  first_token_ms INTEGER,
  duration_ms INTEGER NOT NULL,
  model TEXT NOT NULL,
  tier TEXT NOT NULL,
  provider TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  billing TEXT NOT NULL,
  finish TEXT NOT NULL,
  error_reason TEXT,
  uncached_input INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_30m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  cache_write_12h INTEGER NOT NULL,
  output INTEGER NOT NULL,
  prompt_ms REAL,
  output_ms REAL,
  is_estimate INTEGER NOT NULL,
  cost_nano_usd INTEGER,
  decision TEXT NOT NULL
) STRICT;
CREATE INDEX entry_by_time ON entry (started_at_ms);
CREATE INDEX entry_by_task ON entry (task_id);

CREATE TABLE outcome (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL,
  type TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  local_day TEXT NOT NULL,
  characters INTEGER NOT NULL,
  is_inferred INTEGER NOT NULL
) STRICT;
CREATE INDEX outcome_by_task ON outcome (task_id);

CREATE TABLE reservation (
  id TEXT PRIMARY KEY,
  task_id TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  amount_nano_usd INTEGER NOT NULL,
  made_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE roll_up (
  local_day TEXT NOT NULL,
  kind TEXT NOT NULL,
  tier TEXT NOT NULL,
  model TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  cost_nano_usd INTEGER NOT NULL,
  unpriced_attempts INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  PRIMARY KEY (local_day, kind, tier, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome_roll_up (
  local_day TEXT NOT NULL,
  type TEXT NOT NULL,
  events INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  PRIMARY KEY (local_day, type)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_keeps BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER outcome_keeps BEFORE UPDATE ON outcome BEGIN SELECT RAISE(ABORT, 'outcomes are append-only'); END;
CREATE TRIGGER outcome_stays BEFORE DELETE ON outcome BEGIN SELECT RAISE(ABORT, 'outcomes are append-only'); END;
PRAGMA user_version = ${schemaVersion};
`;
