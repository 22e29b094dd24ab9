import type { Attack, SecurityCase } from '../securityCase.ts';

const of = (point: number, says: string, attack: Attack): SecurityCase => ({ point, says, attack });
const home = 'https://api.anthropic.com/v1';

const elsewhere = [
  ...[
    'https://api.anthropic.com.evil.example/v1',
    'https://evil.example/api.anthropic.com',
    'https://api.anthropic.com@evil.example/v1',
    'http://api.anthropic.com/v1',
  ],
  ...[
    'https://api.anthropic.com:8443/v1',
    'https://api-anthropic.com/v1',
    'https://api.anthropic.com%2eevil.example/v1',
    'https://xn--pi-7kc.anthropic.com/v1',
  ],
  ...[
    'https://evil.example#api.anthropic.com',
    'https://evil.example?https://api.anthropic.com',
    'https://evil.example\\@api.anthropic.com/',
    'file:///api.anthropic.com',
  ],
  ...['https://anthropic.com/v1', 'https://127.0.0.1/v1', 'ftp://api.anthropic.com/', 'not an address', 'https://api.anthropic.com./v1'],
];

const plain = [
  ...[
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://evil.example/localhost',
    'http://localhost@evil.example/',
    'http://10.0.0.1/',
    'http://[::2]/',
  ],
  ...[
    'http://0.0.0.0.evil.example',
    'http://1270.0.0.1.example',
    'ftp://localhost/',
    'javascript:alert(1)',
    'localhost',
    'http://127.evil.example/',
    'http://localhostt/',
    'ws://localhost/',
  ],
];

const notHere = [
  ...[
    'https://evil.example',
    'http://localhost.evil.example',
    'http://user:pass@localhost:8080',
    'http://localhost/path',
    'http://localhost?x=1',
    'http://192.168.0.2:8080',
    'http://0.0.0.0',
  ],
  ...['http://localhost#x', 'https://127.0.0.1.nip.io'],
];

const redirects = [
  ...[
    'https://evil.example/list.json',
    'http://prices.example/list.json',
    'https://me:secret@prices.example/',
    'https://prices.example.evil.example/',
    '//evil.example/list.json',
  ],
  ...['file:///etc/passwd', 'data:application/json,[]', 'https://PRICES.example.evil.example'],
];

export const addressCases: readonly SecurityCase[] = [
  ...elsewhere.map((askedFor) => of(2, `moves an endpoint to ${askedFor}`, { kind: 'key', savedFor: home, askedFor })),
  ...plain.map((url) => of(10, `sends to ${url}`, { kind: 'address', url })),
  ...notHere.map((url) => of(10, `takes ${url} for the local server`, { kind: 'local-address', url })),
  ...redirects.map((to) => of(10, `redirects to ${to}`, { kind: 'redirect', from: 'https://prices.example/list.json', to })),
];
