import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Snooze } from '../../../src/platform/snooze.ts';
import { editor } from '../../support/fakeEditor.ts';
import { documentAt, type Marked, window } from './completionEditor.ts';
import { offerOf, useCompletion } from './useCompletion.ts';

vi.mock('vscode', async () => (await import('./completionEditor.ts')).completionApi());

beforeEach(() => {
  editor.reset();
  delete window.activeTextEditor;
});

const lookAt = (marked: Marked): Marked => {
  window.activeTextEditor = { document: marked.document, selection: { active: marked.position } };
  return marked;
};
const byKey = { triggerKind: 0 } as const;

describe('A snooze', () => {
  it('keeps what comes unasked away until it is over, says so, and gives way to the key', async () => {
    const { ask, askAnswered, time, requests, last } = useCompletion();
    const untilMs = time.now() + 300_000;
    await editor.run('farthing.snoozeCompletions', 5);
    const unasked = await ask();
    const why = last.value;
    const asked = await askAnswered(offerOf('1'), documentAt('let a|'), byKey);
    await time.advance(300_000);
    const later = await askAnswered(offerOf('1'));
    expect([unasked, why, asked.length, later.length, requests.length]).toEqual([
      [],
      { outcome: 'none', whyNot: { reason: 'snoozed', untilMs } },
      1,
      1,
      2,
    ]);
  });

  it('is chosen from a list, and can be ended there', async () => {
    const { snooze, time } = useCompletion();
    const chosen: (number | undefined)[] = [];
    for (const answer of ['15 minutes', 'Until tomorrow', 'End the snooze', undefined]) {
      editor.answers.push(answer);
      await editor.run('farthing.snoozeCompletions');
      const untilMs = snooze.untilMs();
      chosen.push(untilMs === undefined ? undefined : (untilMs - time.now()) / 60_000);
    }
    const labels = editor.shown.map((shown) => shown.type === 'pick' && shown.items.map(({ label, description }) => description ?? label));
    // It is noon in London.
    expect([chosen, labels[0], labels[2]?.[0 as never]]).toEqual([
      [15, 12 * 60, undefined, undefined],
      ['5 minutes', '15 minutes', '60 minutes', 'Until tomorrow'],
      'until 00:00',
    ]);
  });

  it('takes no other length than one of a day', async () => {
    const { snooze } = useCompletion();
    for (const minutes of [-1, 1441, Number.NaN, '5']) await editor.run('farthing.snoozeCompletions', minutes);
    expect([snooze.untilMs(), editor.shown.length]).toEqual([undefined, 4]);
  });

  it('that began anew ends with the new time', async () => {
    const { snooze, time } = useCompletion();
    snooze.start(1_000);
    snooze.start(5_000);
    await time.advance(1_000);
    const isStillOn = snooze.until.value !== undefined;
    await time.advance(4_000);
    expect([isStillOn, snooze.until.value, time.pendingTimers]).toEqual([true, undefined, 0]);
  });

  it('is over by the clock, even where the machine slept and its timer did not ring', () => {
    let nowMs = 0;
    const snooze = new Snooze({ now: () => nowMs, after: () => () => undefined });
    snooze.start(1_000);
    nowMs = 999;
    const before = snooze.untilMs();
    nowMs = 1_000;
    expect([before, snooze.untilMs(), snooze.until.value]).toEqual([1_000, undefined, undefined]);
  });
});

describe('The switch of a file', () => {
  it('adds the file to those that the workspace excludes, and takes it out again', async () => {
    const { ask, askAnswered, last } = useCompletion();
    const marked = lookAt(documentAt('let a|'));
    await editor.run('farthing.toggleCompletionsForFile');
    const [off, excluded] = [await ask(marked, byKey), last.value];
    const written = editor.settings['completion.exclude'];
    await editor.run('farthing.toggleCompletionsForFile');
    const on = await askAnswered(offerOf('1'), marked);
    expect([off, excluded, written, on.length, editor.settings]).toEqual([
      [],
      { outcome: 'none', whyNot: { reason: 'excluded', exclusion: { by: 'glob', glob: 'src/a.ts' } } },
      ['src/a.ts'],
      1,
      {},
    ]);
  });

  it('holds for this window where the file has no folder, and says so', async () => {
    const { ask, askAnswered, last } = useCompletion();
    const marked = lookAt(documentAt('let a|', { uri: 'untitled:Untitled-1' }));
    await editor.run('farthing.toggleCompletionsForFile');
    const [off, excluded] = [await ask(marked), last.value];
    await editor.run('farthing.toggleCompletionsForFile');
    const on = await askAnswered(offerOf('1'), marked);
    expect([off, excluded, on.length, editor.settings, editor.shown]).toEqual([
      [],
      { outcome: 'none', whyNot: { reason: 'excluded', exclusion: { by: 'window' } } },
      1,
      {},
      [{ type: 'information', words: 'Farthing: nothing is suggested in this file until you close this window.', buttons: [] }],
    ]);
  });

  it('leaves a file out that another glob keeps out, and leads to the setting', async () => {
    editor.set('completion.exclude', ['src/**']);
    useCompletion();
    lookAt(documentAt('let a|'));
    editor.answers.push('Open Settings');
    await editor.run('farthing.toggleCompletionsForFile');
    expect([editor.settings, editor.shown, editor.executed]).toEqual([
      { 'completion.exclude': ['src/**'] },
      [
        {
          type: 'information',
          words: 'Farthing: this file stays excluded by "src/**" in farthing.completion.exclude.',
          buttons: ['Open Settings'],
        },
      ],
      [['workbench.action.openSettings', 'farthing.completion.exclude']],
    ]);
  });
});

describe('Switched off for a language', () => {
  it('nothing is asked there, not even by the key', async () => {
    editor.set('completion.enabled', false);
    const { ask, last, requests } = useCompletion();
    expect([await ask(documentAt('# a|', { languageId: 'markdown' }), byKey), requests, last.value]).toEqual([
      [],
      [],
      { outcome: 'none', whyNot: { reason: 'switched-off', languageId: 'markdown' } },
    ]);
  });
});
