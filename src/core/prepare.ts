import type { Attempt } from './attempt.ts';
import type { CacheRequest } from './caching/index.ts';
import { chatHoleStop, isChatHole } from './hole/index.ts';
import { allow, type Policy, preferencesOf } from './policy/index.ts';
import type { Provider, ProviderCall } from './provider.ts';
import type { RouterPorts } from './routerPorts.ts';
import { outputLimit } from './selection/index.ts';
import { ProviderError, type Task } from './task/index.ts';
import { fitToContext } from './tokens/index.ts';

/** What is put on the wire, and by whom. */
export interface Prepared {
  readonly call: ProviderCall;
  readonly provider: Provider;
  /** Under which it passed the last door: while it is in force it need not pass again, for the call never changes. */
  readonly policy: Policy;
  /** As its prompt caching sees it. */
  readonly cacheRequest: CacheRequest;
}

type PreparePorts = Pick<RouterPorts, 'provider' | 'apiKey' | 'policy' | 'redact' | 'cacheMemory' | 'tokenizer' | 'clock'>;

/** Nothing is asked of an endpoint, not even to count, that the last door keeps closed. */
export async function prepare(
  ports: PreparePorts,
  { task, profile, candidate }: Attempt,
): Promise<Prepared | { readonly error: ProviderError }> {
  const { model, endpoint } = candidate;
  const provider = ports.provider(endpoint.adapter);
  if (!provider) return { error: new ProviderError('unsupported', `no adapter is called ${endpoint.adapter}`) };
  const apiKey = endpoint.needsKey ? await ports.apiKey(endpoint).catch(() => undefined) : undefined;
  if (endpoint.needsKey && apiKey === undefined)
    return { error: new ProviderError('unauthorized', `no key is set for ${endpoint.id} at ${new URL(endpoint.baseUrl).origin}`) };
  const maxOutputTokens = outputLimit(profile.maxOutputTokens, model);
  const room = (model.contextTokens ?? Number.POSITIVE_INFINITY) - maxOutputTokens;
  const segments = fitToContext(profile.segments, room);
  const cacheRequest: CacheRequest = {
    kind: task.kind,
    ...(task.sessionId !== undefined && { sessionId: task.sessionId }),
    segments,
    tools: profile.tools,
    atMs: ports.clock.now(),
  };
  const { ratio } = ports.tokenizer.ratio(candidate, task.origin.language ?? '');
  const policy = ports.policy();
  const preferences = preferencesOf(policy, profile, candidate);
  const call: ProviderCall = {
    candidate,
    kind: task.kind,
    segments,
    maxOutputTokens,
    // What a hole's text ends at is looked for within the answer's tags.
    stop: isChatHole({ kind: task.kind, candidate }) ? chatHoleStop : task.stop,
    tools: profile.tools,
    ...(apiKey !== undefined && { apiKey }),
    cachePlan: ports.cacheMemory.plan(candidate, cacheRequest, ratio),
    ...(task.variant !== undefined && { variant: task.variant }),
    ...(preferences && { preferences }),
  };
  const error = await lastDoor(ports, task, { call, policy });
  return error ? { error } : { call, provider, policy, cacheRequest };
}

/**
 * The last check before the bytes leave. Retries and fallbacks pass it like every first attempt: the policy as it is now, for the files that
 * the prompt is drawn from, and the very text that is sent.
 */
export async function lastDoor(
  ports: Pick<RouterPorts, 'policy' | 'redact'>,
  task: Task,
  { call, policy: before }: Pick<Prepared, 'call' | 'policy'>,
): Promise<ProviderError | undefined> {
  const { candidate, kind, segments, preferences } = call;
  // Redacted text stays as it is when it is redacted again; what would change was added behind the redaction's back. What runs on this machine
  // may see everything.
  if (candidate.endpoint.billing !== 'local') {
    const secrets = await secretsIn(ports, call);
    if (secrets) return secrets;
  }
  const { workspace } = task.origin;
  const paths = [...(task.paths ?? [])];
  for (const { name } of segments) if (name !== undefined) paths.push(name);
  const request = { kind, paths, ...(workspace !== undefined && { workspace }) };
  const policy = ports.policy();
  const verdict = allow(candidate, policy, request);
  if (!verdict.allowed) return new ProviderError('policy', verdict.reason);
  if (policy === before) return undefined;
  // A gateway keeps to what it is told: what it was to be told may be another by now.
  const told = JSON.stringify(preferencesOf(policy, request, candidate));
  if (told !== JSON.stringify(preferences)) return new ProviderError('policy', 'the data policy changed while the request was prepared');
  return undefined;
}

async function secretsIn({ redact }: Pick<RouterPorts, 'redact'>, { segments, tools }: ProviderCall): Promise<ProviderError | undefined> {
  try {
    const isClean = (await redact.all(segments)).segments === segments && (await redact.tools(tools)).tools === tools;
    return isClean ? undefined : new ProviderError('policy', 'the prompt holds something that must not leave');
  } catch (cause) {
    return new ProviderError('policy', 'the prompt could not be searched for secrets, so it does not leave this machine', { cause });
  }
}
