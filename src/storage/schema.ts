/** The ledger's layout. A file of a later version is never written to. */
export const schemaVersion = 5;

/** What an entry of the second layout lacks: `migrate` adds them where they stand in a new file too, behind all others. */
export const columnsOfThirdLayout = [
  'effort TEXT',
  'service_tier TEXT',
  'precision TEXT',
  'session_id TEXT',
  'expected_cache_read INTEGER',
  'cache_miss TEXT',
] as const;

/** What an entry of the fourth layout lacks. `hour` is that of the clock on the wall, which nothing else in an entry tells. */
export const columnsOfFifthLayout = [
  'hour INTEGER',
  'cache_saved_nano_usd INTEGER',
  'baseline_model TEXT',
  'baseline_endpoint TEXT',
  'baseline_nano_usd INTEGER',
  'prompt TEXT',
] as const;

/**
 * Every request writes and deletes a reservation. There are as few of them as requests under way, so that looking through all takes less
 * than an index, whose page would have to be written twice for each request. Windows of the fourth layout name no column behind `estimate`.
 */
const reservationTable = `CREATE TABLE reservation (
  id TEXT NOT NULL,
  amount_nano_usd INTEGER NOT NULL,
  made_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  local_day TEXT NOT NULL,
  estimate TEXT NOT NULL,
  tokens INTEGER NOT NULL DEFAULT 0,
  workspace TEXT,
  model TEXT,
  tier TEXT,
  provider TEXT,
  task_id TEXT,
  session_id TEXT
) STRICT;`;

/**
 * Totals by local day and what is asked for by day. Windows of the fourth layout name no provider, no workspace and no language, and what they
 * add stands under none. The totals of hours and the digest (the entries of a day by what they cost, with all that pages filter by, and
 * by their row's number) are kept up to `digest_mark`, and brought further when nobody waits for it.
 */
const totalTables = `CREATE TABLE roll_up (
  local_day TEXT NOT NULL,
  kind TEXT NOT NULL,
  tier TEXT NOT NULL,
  model TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  provider TEXT NOT NULL DEFAULT '',
  billing TEXT NOT NULL,
  workspace TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL,
  unpriced_attempts INTEGER NOT NULL,
  estimated_attempts INTEGER NOT NULL,
  cost_nano_usd INTEGER NOT NULL,
  counted_nano_usd INTEGER NOT NULL,
  list_price_nano_usd INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL DEFAULT 0,
  cache_saved_nano_usd INTEGER NOT NULL DEFAULT 0,
  baseline_nano_usd INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (local_day, kind, tier, model, endpoint, provider, billing, workspace, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE hour_total (
  local_day TEXT NOT NULL,
  hour INTEGER NOT NULL,
  counted_nano_usd INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  PRIMARY KEY (local_day, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
  local_day TEXT NOT NULL,
  counted_nano_usd INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  kind TEXT NOT NULL,
  tier TEXT NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  workspace TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (local_day, counted_nano_usd, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest_mark (
  mark INTEGER PRIMARY KEY CHECK (mark = 1),
  entry INTEGER NOT NULL
) STRICT;

CREATE TABLE incomplete_day (
  local_day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;`;

const sessionIndex = 'CREATE INDEX entry_by_session ON entry (session_id) WHERE session_id IS NOT NULL;';

/** Entries go only with a day that is known to be incomplete, and outcomes only after the entries of their task. */
const staying = `
CREATE TRIGGER entry_stays BEFORE DELETE ON entry WHEN NOT EXISTS (SELECT 1 FROM incomplete_day WHERE local_day = OLD.local_day)
  BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER outcome_stays BEFORE DELETE ON outcome
  WHEN EXISTS (SELECT 1 FROM entry WHERE task_id = OLD.task_id) OR NOT EXISTS (SELECT 1 FROM incomplete_day)
  BEGIN SELECT RAISE(ABORT, 'outcomes are append-only'); END;`;

/** All that the fifth layout has besides the columns of `entry`. The tables of these names must be gone. */
export const fifthLayout = `${reservationTable}\n${totalTables}\n${sessionIndex}\n${staying}`;

/**
 * Entries, outcomes and allowances are append-only, which the triggers hold to. A correction is an entry of its own that names the one it
 * replaces in `corrects`. `roll_up` is kept in the same transaction as the entry, one row per local day and what is asked for by day: limits
 * are read from it, so that no request waits for a scan of all entries. A reservation keeps the entry that is made of it when its process dies.
 * An allowance is of its budget's unit, whatever its column was once named for. The totals of a day that is in `incomplete_day` are of more
 * entries than are left: they were lost with a damaged file, or their time was over.
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
  reasoning_tokens INTEGER,
  prompt_ms REAL,
  output_ms REAL,
  energy_wh REAL,
  is_estimate INTEGER NOT NULL,
  cost_nano_usd INTEGER,
  list_price_nano_usd INTEGER,
  counted_nano_usd INTEGER NOT NULL,
  billing_report TEXT,
  decision TEXT NOT NULL,
  reservation_id TEXT,
  corrects TEXT,
  ${[...columnsOfThirdLayout, ...columnsOfFifthLayout].join(',\n  ')}
) STRICT;
CREATE INDEX entry_by_time ON entry (started_at_ms);
CREATE INDEX entry_by_task ON entry (task_id);
CREATE INDEX entry_by_lost_reservation ON entry (reservation_id) WHERE finish = 'lost';
CREATE INDEX entry_by_corrected ON entry (corrects) WHERE corrects IS NOT NULL;

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

CREATE TABLE allowance (
  id TEXT PRIMARY KEY,
  budget_id TEXT NOT NULL,
  amount_nano_usd INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  local_day TEXT NOT NULL
) STRICT;
CREATE INDEX allowance_by_budget ON allowance (budget_id, local_day);

CREATE TABLE notice (
  key TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE learned_ratio (
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  file_type TEXT NOT NULL,
  ratio REAL NOT NULL,
  samples INTEGER NOT NULL,
  highest_tokens_per_byte REAL NOT NULL,
  PRIMARY KEY (endpoint, model, file_type)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome_roll_up (
  local_day TEXT NOT NULL,
  type TEXT NOT NULL,
  events INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  PRIMARY KEY (local_day, type)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_keeps BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER outcome_keeps BEFORE UPDATE ON outcome BEGIN SELECT RAISE(ABORT, 'outcomes are append-only'); END;
CREATE TRIGGER allowance_keeps BEFORE UPDATE ON allowance BEGIN SELECT RAISE(ABORT, 'allowances are append-only'); END;
CREATE TRIGGER allowance_stays BEFORE DELETE ON allowance BEGIN SELECT RAISE(ABORT, 'allowances are append-only'); END;
${fifthLayout}
PRAGMA user_version = ${schemaVersion};
`;
