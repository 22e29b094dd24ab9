import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkspaceFiles } from '../../../../src/core/agent/tools/index.ts';
import { editorFiles } from '../../../../src/features/agent/tools/editorFiles.ts';
import { differenceOf } from '../../../../src/features/agent/tools/openDocuments.ts';
import { virtualFiles } from '../../../../src/features/agent/tools/virtualFiles.ts';
import { workbench } from './fakeWorkbench.ts';

vi.mock('vscode', async () => (await import('./fakeWorkbench.ts')).workbench.api());

const { signal } = new AbortController();
const asked = { text: 'a.ts', absolute: '/shop/a.ts', real: '/shop/a.ts' };
const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };

/** One file on disk, and the editor over it. */
function editing(onDisk: string | undefined) {
  const disk = { text: onDisk };
  const stored: WorkspaceFiles = {
    place: () => ({ roots: ['/shop'], system: 'posix', isCaseSensitive: true }),
    resolve: async () => asked,
    read: async () => (disk.text === undefined ? { type: 'missing' } : { type: 'text', text: disk.text, isUnsaved: false }),
    isIgnored: async () => false,
    list: async () => ({ paths: ['a.ts'], isCut: false }),
    apply: async ([change]) => {
      disk.text = change?.after;
      return { outcome: 'applied', unsaved: [] };
    },
  };
  const files = editorFiles(workbench.uri('/shop') as never, stored);
  const change = (before: string | undefined, after: string | undefined) => files.apply([{ asked, path: 'a.ts', before, after }]);
  return { disk, files, change };
}

beforeEach(() => workbench.reset());

describe('A file that is open in the editor', () => {
  it('unsaved, is read and changed there, and left unsaved', async () => {
    const { disk, files, change } = editing('one\n');
    const document = workbench.open('/shop/a.ts', 'one\nmine\n', { isDirty: true });
    const read = await files.read(asked, signal);
    const report = await change('one\nmine\n', 'two\nmine\n');
    expect({ read, report, shown: document.text, saves: document.saves, disk: disk.text, edits: workbench.edits }).toEqual({
      read: { type: 'text', text: 'one\nmine\n', isUnsaved: true },
      report: { outcome: 'applied', unsaved: ['a.ts'] },
      shown: 'two\nmine\n',
      saves: 0,
      disk: 'one\n',
      edits: ['one -> two'],
    });
  });

  it('saved, is changed there and saved again', async () => {
    const { disk, change } = editing('one\n');
    const document = workbench.open('/shop/a.ts', 'one\n', { onSave: (text) => void Object.assign(disk, { text }) });
    const report = await change('one\n', 'one\ntwo\n');
    expect([report, document.isDirty, document.saves, disk.text]).toEqual([{ outcome: 'applied', unsaved: [] }, false, 1, 'one\ntwo\n']);
  });

  it('as it was before a command changed it, is written below the editor, which reads it again', async () => {
    const { disk, change } = editing('by the command\n');
    const document = workbench.open('/shop/a.ts', 'old\n');
    const report = await change('by the command\n', 'by us\n');
    expect([report, document.text, disk.text]).toEqual([{ outcome: 'applied', unsaved: [] }, 'old\n', 'by us\n']);
  });

  it('is not changed where the user typed since it was approved (security point 6)', async () => {
    const { disk, change } = editing('one\n');
    const document = workbench.open('/shop/a.ts', 'one\nmine\n', { isDirty: true });
    const typedBefore = await change('one\n', 'two\n');
    workbench.rejectsEdits = true;
    const typedMeanwhile = await change('one\nmine\n', 'two\n');
    expect([typedBefore, typedMeanwhile, document.text, disk.text]).toEqual([
      { outcome: 'outdated', path: 'a.ts' },
      { outcome: 'outdated', path: 'a.ts' },
      'one\nmine\n',
      'one\n',
    ]);
  });

  it('is not deleted under unsaved changes, nor written under an unsaved notebook', async () => {
    const { disk, change } = editing('one\n');
    workbench.open('/shop/a.ts', 'mine\n', { isDirty: true });
    await expect(change('mine\n', undefined)).rejects.toThrow('a.ts has unsaved changes: the user must save or drop them first');
    workbench.documents = [];
    workbench.notebooks = [{ uri: workbench.uri('/shop/a.ts'), isDirty: true }];
    await expect(change('one\n', 'two\n')).rejects.toThrow('a.ts is a notebook with unsaved changes: the user must save it first');
    expect(disk.text).toBe('one\n');
  });
});

describe('What differs between two texts', () => {
  it('makes one out of the other, and is cut neither within a line end nor within a character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\r\n', '😀', '😁', '\n') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { start, end, text: between } = differenceOf(before, after);
        const made = before.slice(0, start) + between + before.slice(end);
        const isCutWithin = [start, end].some((at) => /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(before.slice(at - 1, at + 1)));
        expect([made, isCutWithin]).toEqual([after, false]);
      }),
      runs,
    );
  });
});

describe('A workspace that is on no disk', () => {
  const open = () => {
    for (const [path, text] of Object.entries({ 'a.ts': 'vat', 'dist/b.ts': 'vat', '.gitignore': 'dist/\n', link: 'vat' })) {
      workbench.virtual.set(`/repo/${path}`, text);
    }
    workbench.virtualLinks.add('/repo/link');
    return virtualFiles({ uri: workbench.uri('/repo', 'vfs') } as never);
  };

  it('is listed and searched without what its files ignore, and follows no links', async () => {
    const { files, search } = open();
    const folder = await files.resolve('.');
    const link = await files.resolve('link');
    const found = await search.search({ folder, pattern: 'vat', isRegex: false, takes: () => true }, signal);
    expect({
      listing: await files.list(folder, signal),
      link,
      found,
      ignored: await files.isIgnored(await files.resolve('dist/c'), signal),
    }).toEqual({
      listing: { paths: ['.gitignore', 'a.ts'], isCut: false },
      link: { text: 'link', absolute: '/repo/link', real: '' },
      found: { outcome: 'searched', hits: [{ path: 'a.ts', line: 1, text: 'vat' }], isCut: false },
      ignored: true,
    });
  });

  it('is changed by the editor’s own file system, and only where files are as they were', async () => {
    const { files } = open();
    const place = await files.resolve('a.ts');
    const outdated = await files.apply([{ asked: place, path: 'a.ts', before: 'other', after: 'x' }]);
    const applied = await files.apply([{ asked: place, path: 'a.ts', before: 'vat', after: 'tax' }]);
    expect([outdated, applied, workbench.virtual.get('/repo/a.ts')]).toEqual([
      { outcome: 'outdated', path: 'a.ts' },
      { outcome: 'applied', unsaved: [] },
      'tax',
    ]);
  });
});
