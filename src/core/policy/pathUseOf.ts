import { requestConditions } from './compiledPolicy.ts';
import type { PathUse } from './dataPolicy.ts';
import type { Policy } from './policy.ts';
import type { PolicyRequest } from './request.ts';

/** The strictest that a policy, or the built-in rule for files with secrets, says of the paths of a request; undefined where none is spoken of. */
export function pathUseOf(policy: Policy, request: PolicyRequest): PathUse | undefined {
  return requestConditions(policy, request).path?.use;
}
