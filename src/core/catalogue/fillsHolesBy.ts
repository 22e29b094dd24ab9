import type { Model } from './candidate.ts';
import type { FillInTheMiddle } from './fillInTheMiddle.ts';

/**
 * How a model fills holes: as its row says, or else in a conversation, where it can chat, is near or small, and answers at once. What thinks
 * first would be late, and its thoughts would be most of the bill: those whose lowest effort is none at all, or next to it, may be told not to.
 */
export function fillsHolesBy({
  fillInTheMiddle,
  canChat,
  tier,
  efforts: [lowest] = [],
  quirks = {},
}: Pick<Model, 'fillInTheMiddle' | 'canChat' | 'tier' | 'efforts' | 'quirks'>): FillInTheMiddle | undefined {
  if (fillInTheMiddle) return fillInTheMiddle;
  const answersAtOnce = lowest === undefined ? quirks.reasoning !== true : lowest === 'none' || lowest === 'minimal';
  return canChat && (tier === 'local' || tier === 'small') && answersAtOnce ? inConversation : undefined;
}

const inConversation: FillInTheMiddle = { type: 'chat' };
