import { TextDecoder, TextEncoder } from 'node:util';
import {
  configChanges,
  fromBase64,
  fromBytes,
  isConfigKey,
  readConfig,
  sizeOf,
} from './configDraft';

// jsdom lacks both; every browser has them.
Object.assign(globalThis, { TextDecoder, TextEncoder });

const config = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  data: { 'app.yaml': 'a: 1\nb: 2\n' },
  binaryData: { logo: 'AP8=' },
};

describe('config data', () => {
  it('reads text and bytes apart', () => {
    expect(readConfig(config).map(({ key, after }) => [key, after])).toEqual([
      ['app.yaml', { kind: 'text', text: 'a: 1\nb: 2\n' }],
      ['logo', { kind: 'binary', base64: 'AP8=' }],
    ]);
  });

  it('has nothing of a Secret but the size', () => {
    const [entry] = readConfig({
      ...config,
      kind: 'Secret',
      data: { password: '7 bytes' },
      binaryData: undefined,
    });
    expect(entry?.after).toEqual({ kind: 'hidden', size: '7 bytes' });
  });

  it('tells only what has changed', () => {
    const [text, logo] = readConfig(config);
    expect(configChanges(readConfig(config))).toBeUndefined();
    expect(
      configChanges([
        { ...text!, after: { kind: 'text', text: 'a: 2\n' } },
        { ...logo!, after: undefined },
        { key: 'new', after: { kind: 'binary', base64: '/w==' } },
      ]),
    ).toEqual({ set: { 'app.yaml': 'a: 2\n' }, remove: ['logo'], setBinary: { new: '/w==' } });
  });

  it.each([[[0xff, 0x00]], [[0x68, 0x00, 0x69]], [[0x89, 0x50, 0x4e, 0x47]]])(
    'keeps the bytes %j as they are',
    bytes => {
      const value = fromBytes(Uint8Array.from(bytes));
      expect(value.kind).toBe('binary');
      expect(value.kind === 'binary' && [...fromBase64(value.base64)]).toEqual(bytes);
      expect(sizeOf(value)).toBe(bytes.length);
    },
  );

  it('takes UTF-8 for text', () => {
    const bytes = new TextEncoder().encode('grüße\n你好\t');
    expect(fromBytes(Uint8Array.from(bytes))).toEqual({ kind: 'text', text: 'grüße\n你好\t' });
  });

  it.each([
    ['app.yaml', true],
    ['.env', true],
    ['a b', false],
    ['', false],
    ['..', false],
  ])('%j as a key: %s', (key, expected) => expect(isConfigKey(key)).toBe(expected));
});
