import { describe, expect, it } from 'vitest';
import { fetchSource } from '../../../src/providers/catalogueSources/fetchSource.ts';

const url = new URL('https://prices.example/list.json');

/** A web that answers as it is told to, and remembers what was asked. */
function web(...answers: readonly (Response | Error)[]) {
  const asked: { readonly url: string; readonly headers: Record<string, string>; readonly redirect: string | undefined }[] = [];
  const left = [...answers];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    asked.push({ url: String(input), headers: init.headers as Record<string, string>, redirect: init.redirect });
    const answer = left.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('no answer is left');
    return answer;
  };
  const ask = (more: { readonly etag?: string; readonly mayLeaveHost?: boolean; readonly url?: URL } = {}) =>
    fetchSource({ fetch, url, mayLeaveHost: true, signal: new AbortController().signal, ...more }).catch((error: Error) => error.message);
  return { asked, ask };
}

const redirect = (location: string): Response => new Response(undefined, { status: 302, headers: { location } });

describe('A list of prices', () => {
  it('is asked for with the ETag of the last answer and nothing else, and 304 is nothing new', async () => {
    const { asked, ask } = web(new Response(undefined, { status: 304 }));
    expect({ answer: await ask({ etag: '"v1"' }), asked }).toEqual({
      answer: { outcome: 'unchanged' },
      asked: [{ url: url.href, headers: { accept: 'application/json', 'if-none-match': '"v1"' }, redirect: 'manual' }],
    });
  });

  it('comes with a new ETag; one that could not be sent back is none', async () => {
    const { ask } = web(
      new Response('[1]', { headers: { etag: 'W/"v2"' } }),
      new Response('[2]', { headers: { etag: 'v2' } }),
      new Response('[3]', { headers: { etag: `"${'x'.repeat(500)}"` } }),
    );
    expect([await ask(), await ask(), await ask()]).toEqual([
      { outcome: 'answered', text: '[1]', etag: 'W/"v2"' },
      { outcome: 'answered', text: '[2]', etag: undefined },
      { outcome: 'answered', text: '[3]', etag: undefined },
    ]);
  });

  it('may lie behind redirects, each of which is checked', async () => {
    const fine = web(redirect('/moved.json'), redirect('https://files.example/list.json'), new Response('[]'));
    const plain = web(redirect('http://prices.example/list.json'), new Response('[]'));
    const secret = web(redirect('https://me:secret@prices.example/'), new Response('[]'));
    const round = web(...Array.from({ length: 9 }, () => redirect('/again')));
    const nowhere = web(redirect('https://'), new Response('[]'));
    expect({
      fine: await fine.ask(),
      last: fine.asked.at(-1)?.url,
      plain: await plain.ask(),
      asked: plain.asked.length,
      secret: await secret.ask(),
      round: await round.ask(),
      nowhere: await nowhere.ask(),
    }).toEqual({
      fine: { outcome: 'answered', text: '[]', etag: undefined },
      last: 'https://files.example/list.json',
      plain: 'prices.example sends to an address that is not https',
      asked: 1,
      secret: 'prices.example sends to an address with credentials',
      round: 'prices.example redirects more than 3 times',
      nowhere: 'prices.example redirects to nowhere',
    });
  });

  it('that is public stays with its host: another that begins with the same name is another', async () => {
    const { asked, ask } = web(redirect('https://prices.example.thief.example/list.json'), new Response('[]'));
    expect([await ask({ mayLeaveHost: false }), asked.length]).toEqual(['prices.example sends to prices.example.thief.example', 1]);
  });

  it('is never asked for in plain text', async () => {
    const { asked, ask } = web(new Response('[]'));
    expect([await ask({ url: new URL('http://prices.example/') }), asked]).toEqual([
      'prices.example sends to an address that is not https',
      [],
    ]);
  });

  it('is no larger than 8 MB', async () => {
    const chunk = new Uint8Array(1_000_000).fill(32);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(chunk);
      },
    });
    const { ask } = web(new Response(body));
    const answer = await ask();
    expect([answer, sent < 12]).toEqual(['prices.example answers with more than 8 MB', true]);
  });

  it('that does not come is told', async () => {
    const { ask } = web(new Response('no', { status: 503 }), new TypeError('fetch failed'));
    expect([await ask(), await ask()]).toEqual(['prices.example answers with HTTP 503', 'prices.example does not answer']);
  });
});
