import assert from 'node:assert/strict';
import type { Converse } from '../../../test/support/agent/scriptedConversation.ts';
import { eventsOf, modelsIn } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';
import { shop } from '../shop.ts';

/** Price lists of 20,000 characters, so that each look costs something. */
const lists = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => [`data/prices-${index}.csv`, `article of list ${index},price in cents\n`.repeat(600)]),
);

/** One list after the other, and a note of each: it gets on, and the money goes. */
const converse: Converse = ({ sent }) => {
  const noted = [...sent.matchAll(/notes\/list-(\d+)\.md/g)].map(([, place]) => Number(place));
  const next = Math.max(-1, ...noted) + 1;
  return {
    text: 'I read the next list, and note what is in it.',
    calls: [
      { name: 'read', args: { path: `data/prices-${next}.csv` } },
      { name: 'create', args: { path: `notes/list-${next}.md`, text: `# List ${next}\n` } },
    ],
  };
};

/** Enough for a plan and some steps: it stops at the cap, says where it stands, and nothing more is paid for. */
export const budgetTooSmall: Scenario = {
  name: 'budget too small',
  files: { ...shop, ...lists },
  asked: 'Note what is in each price list.',
  capUsd: 0.5,
  converse,
  async play({ emulator, window, begun }) {
    let log = await window.run([begun]);
    // Nobody gives more: the user goes on with the same cap, as often as it is asked.
    for (let times = 0; times < 8 && log.at(-1)?.type === 'paused'; times += 1) {
      const capNanoUsd = begun.type === 'begun' ? begun.capNanoUsd : 0;
      log = await window.run([...log, { type: 'resumed', atMs: emulator.clock.now(), capNanoUsd }]);
    }
    return log;
  },
  isSolved: ({ repository }) => Object.keys(lists).every((_list, index) => repository.read(`notes/list-${index}.md`) !== undefined),
  check({ log, emulator, begun }) {
    const pauses = eventsOf(log, 'paused');
    const last = pauses.at(-1);
    // Whether it is told at four fifths depends on the prompt: a worst case of more than a fifth ends it before.
    assert(pauses.filter(({ reason }) => reason === 'cap').length > 2, 'the user went on after the cap, and it stayed');
    assert.equal(log.at(-1), last);
    assert.equal(last?.reason, 'cap');
    assert(modelsIn(log).length > 2, 'it got somewhere');
    assert.match(last.words, /^After \d+ steps \d+ files are changed, and the tests were not run\.$/);
    assert(
      eventsOf(log, 'requested').some(({ maxOutputTokens }) => maxOutputTokens !== undefined),
      'the last steps were short ones',
    );
    assert(begun.type === 'begun' && emulator.totalNanoUsd() <= begun.capNanoUsd);
    const firstStop = log.findIndex((event) => event.type === 'paused' && event.reason === 'cap');
    assert(!log.slice(firstStop).some(({ type }) => type === 'answered'), 'nothing paid happens after the cap');
  },
};
