import { describe, expect, it } from 'vitest';
import { readLocalAddress } from '../../src/providers/localServers/localAddress.ts';

describe('The address of a local server', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['https://localhost', 'https://localhost'],
    ['http://LOCALHOST:11434', 'http://localhost:11434'],
    ['https://127.9.8.7:1', 'https://127.9.8.7:1'],
    ['http://[::1]:8000', 'http://[::1]:8000'],
  ])('is one on this machine: %s', (url, baseUrl) => {
    expect(readLocalAddress(url)).toEqual({ baseUrl });
  });

  it.each([
    ['localhost:8080', 'address-invalid'],
    ['not an address', 'address-invalid'],
    ['ftp://127.0.0.1', 'address-invalid'],
    ['http://127.0.0.1:8080/?model=a', 'address-invalid'],
    ['http://127.0.0.1:8080/#a', 'address-invalid'],
    ['http://me:secret@127.0.0.1:8080', 'address-invalid'],
    ['http://me@127.0.0.1:8080', 'address-invalid'],
    ['http://192.168.1.20:8080', 'plain-http'],
    ['http://localhost.evil.example', 'plain-http'],
    ['http://0.0.0.0:8080', 'plain-http'],
    ['https://192.168.1.20:8080', 'not-this-machine'],
    ['https://models.example', 'not-this-machine'],
    ['https://models.example/v1', 'not-this-machine'],
    ['http://127.0.0.1:8080/llm', 'has-path'],
    ['http://localhost:11434/v1/', 'has-path'],
    ['http://localhost:8080//', 'has-path'],
  ])('is refused otherwise, by the rule that it breaks: %s, %s', (url, rule) => {
    expect(readLocalAddress(url)).toMatchObject({ refused: { rule } });
  });

  it.each([
    ['https://models.example/v1', 'https://models.example/v1'],
    ['http://me:secret@127.0.0.1:8080', 'http://***@127.0.0.1:8080'],
    ['http://127.0.0.1:8080?key=secret', 'http://127.0.0.1:8080?***'],
    ['http://me:secret@127.0.0.999', 'http://***@127.0.0.999'],
  ])('is repeated in the refusal as it was written, without secrets: %s', (url, shown) => {
    expect(readLocalAddress(url)).toMatchObject({ refused: { url: shown } });
  });
});
