/** Adds to the totals of a local day; the values are named as the columns. */
export const addToRollUp = `
  INSERT INTO roll_up (local_day, kind, tier, model, attempts, cost_nano_usd, unpriced_attempts, input_tokens, output_tokens)
  VALUES (:local_day, :kind, :tier, :model, :attempts, :cost_nano_usd, :unpriced_attempts, :input_tokens, :output_tokens)
  ON CONFLICT DO UPDATE SET attempts = attempts + excluded.attempts, cost_nano_usd = cost_nano_usd + excluded.cost_nano_usd,
    unpriced_attempts = unpriced_attempts + excluded.unpriced_attempts, input_tokens = input_tokens + excluded.input_tokens,
    output_tokens = output_tokens + excluded.output_tokens`;

export const addToOutcomeRollUp = `
  INSERT INTO outcome_roll_up (local_day, type, events, characters) VALUES (:local_day, :type, :events, :characters)
  ON CONFLICT DO UPDATE SET events = events + excluded.events, characters = characters + excluded.characters`;
