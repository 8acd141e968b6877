import { randomBytes } from 'node:crypto';
import { EnvelopeCipher } from './EnvelopeCipher';

const key = (id: string) => ({ id, key: randomBytes(32) });
const subject = { id: '8d9c', name: 'prod' };
const CANARY = 'canary-5512ee';

describe('EnvelopeCipher', () => {
  const old = key('2025');
  const fresh = key('2026');

  it('opens what it sealed, and shows nothing of it', () => {
    const cipher = new EnvelopeCipher([old]);
    const envelope = cipher.seal(CANARY, subject);
    expect(envelope).not.toContain('canary');
    expect(envelope).not.toContain(Buffer.from(CANARY).toString('base64url').slice(0, 8));
    expect(cipher.open(envelope, subject)).toBe(CANARY);
    expect(cipher.seal(CANARY, subject)).not.toBe(envelope);
  });

  it.each([
    ['another record', { ...subject, id: '8d9d' }],
    ['another name', { ...subject, name: 'prod2' }],
  ])('does not open for %s', (_, other) => {
    const cipher = new EnvelopeCipher([old]);
    expect(() => cipher.open(cipher.seal(CANARY, subject), other)).toThrow('cannot be decrypted');
  });

  it('notices every changed byte', () => {
    const cipher = new EnvelopeCipher([old]);
    const envelope = JSON.parse(cipher.seal(CANARY, subject));
    for (const part of ['wrapped', 'text'])
      for (const field of ['iv', 'data', 'tag']) {
        const bytes = Buffer.from(envelope[part][field], 'base64url');
        for (let at = 0; at < bytes.length; at++) {
          const changed = Buffer.from(bytes);
          changed[at] = (changed[at] ?? 0) ^ 1;
          const forged = {
            ...envelope,
            [part]: { ...envelope[part], [field]: changed.toString('base64url') },
          };
          expect(() => cipher.open(JSON.stringify(forged), subject)).toThrow('cannot be decrypted');
        }
      }
  });

  it('takes no shortened tag', () => {
    const cipher = new EnvelopeCipher([old]);
    const envelope = JSON.parse(cipher.seal(CANARY, subject));
    const tag = Buffer.from(envelope.text.tag, 'base64url').subarray(0, 4).toString('base64url');
    const forged = JSON.stringify({ ...envelope, text: { ...envelope.text, tag } });
    expect(() => cipher.open(forged, subject)).toThrow('cannot be decrypted');
  });

  it('seals with the first key and opens with all, and moves texts to the first', () => {
    const envelope = new EnvelopeCipher([old]).seal(CANARY, subject);
    const both = new EnvelopeCipher([fresh, old]);
    expect(both.open(envelope, subject)).toBe(CANARY);
    const rewrapped = both.rewrap(envelope, subject) ?? '';
    expect(both.rewrap(rewrapped, subject)).toBeUndefined();
    expect(new EnvelopeCipher([fresh]).open(rewrapped, subject)).toBe(CANARY);
    expect(JSON.parse(rewrapped).text).toEqual(JSON.parse(envelope).text);
  });

  it('names the key that is missing', () => {
    const envelope = new EnvelopeCipher([old]).seal(CANARY, subject);
    expect(() => new EnvelopeCipher([fresh]).open(envelope, subject)).toThrow(
      'encrypted with key "2025", which kubemate.credentials.keys does not have',
    );
  });

  it.each(['', '{}', '[]', 'null', '{"v":2}'])('does not take %j for an envelope', envelope => {
    expect(() => new EnvelopeCipher([old]).open(envelope, subject)).toThrow(
      'a form that is not known',
    );
  });
});
