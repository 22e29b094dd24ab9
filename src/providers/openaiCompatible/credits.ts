import * as v from 'valibot';

/** OpenRouter's `GET /credits`, in USD. */
const bought = v.object({ data: v.object({ total_credits: v.number(), total_usage: v.number() }) });
/** DeepSeek's `GET /user/balance`. */
const balance = v.object({ is_available: v.boolean() });

/** Whether there is money in the account; undefined where that is not what was told. */
export function hasCreditsIn(told: unknown): boolean | undefined {
  const account = v.safeParse(v.union([bought, balance]), told);
  if (!account.success) return undefined;
  return 'data' in account.output ? account.output.data.total_credits > account.output.data.total_usage : account.output.is_available;
}
