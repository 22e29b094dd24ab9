import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** PEM texts of an authority that nobody knows, and of a server that it vouches for. */
export interface PrivateCertificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Made anew each time: Node signs, but writes no certificates, and a key in the repository would be one that somebody may trust. */
export function makeCertificates(host: string): PrivateCertificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authorityName = 'Farthing test authority';
  const certificateOf = (subject: string, key: KeyObject, extensions: readonly Buffer[]): string =>
    pem(certificate({ subject, issuer: authorityName, key, signedWith: authority.privateKey, extensions }));
  return {
    authority: certificateOf(authorityName, authority.publicKey, [
      extension(oids.basicConstraints, sequence(der(0x01, Buffer.of(0xff))), true),
    ]),
    certificate: certificateOf(host, server.publicKey, [extension(oids.subjectAltName, sequence(der(0x82, Buffer.from(host))))]),
    key: createPrivateKey(server.privateKey.export({ type: 'pkcs8', format: 'pem' }))
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  };
}

interface CertificateParts {
  readonly subject: string;
  readonly issuer: string;
  readonly key: KeyObject;
  readonly signedWith: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280, version 3, signed with ECDSA and SHA-256, valid for a day around now. */
function certificate({ subject, issuer, key, signedWith, extensions }: CertificateParts): Buffer {
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const dayMs = 86_400_000;
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name(issuer),
    sequence(time(Date.now() - dayMs), time(Date.now() + dayMs)),
    name(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  return sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', toBeSigned, signedWith)])));
}

const oids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  basicConstraints: '551d13',
  subjectAltName: '551d11',
} as const;

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...lengthBytes), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const name = (text: string): Buffer => sequence(der(0x31, sequence(oid(oids.commonName), der(0x0c, Buffer.from(text)))));

/** `YYYYMMDDHHMMSSZ` */
const time = (atMs: number): Buffer => der(0x18, Buffer.from(`${new Date(atMs).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

function extension(id: string, content: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [der(0x01, Buffer.of(0xff))] : []), der(0x04, content));
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
