import assert from 'node:assert/strict';
import { calling, finishing, inTurns } from '../../../test/support/agent/scriptedConversation.ts';
import { endOf } from '../inLog.ts';
import type { Scenario } from '../scenario.ts';

const broken = `"""Words of a text, and how often they occur."""


def count_words(text):
    counts = {}
    for word in text.split(" "):
        counts[word] = counts.get(word, 0) + 1
    return counts
`;

const test = `import unittest

from words import count_words


class CountWords(unittest.TestCase):
    def test_counts(self):
        self.assertEqual(count_words("a b a"), {"a": 2, "b": 1})

    def test_blanks_are_no_words(self):
        self.assertEqual(count_words(" a\\n b "), {"a": 1, "b": 1})


if __name__ == "__main__":
    unittest.main()
`;

/** Where there is Python 3. */
export const python: Scenario = {
  name: 'python',
  files: { 'words.py': broken, 'test_words.py': test },
  asked: 'count_words counts blanks as words. Mend it.',
  settings: { testCommand: 'python3 -m unittest' },
  converse: inTurns(
    calling('read', { path: 'words.py' }, 'Splitting at any white space does it.'),
    calling('edit', {
      path: 'words.py',
      blocks: [{ search: '    for word in text.split(" "):', replace: '    for word in text.split():' }],
    }),
    finishing('It splits at any white space.'),
  ),
  check({ log, testsPass }) {
    assert.equal(endOf(log), 'done');
    assert(testsPass());
  },
};
