import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import { startS3Server } from './__testUtils__/startS3Server';
import { openObjectStore } from './openObjectStore';
import type { ObjectStore } from './ObjectStore';

const DRIVERS = {
  async file() {
    const folder = await mkdtemp(path.join(tmpdir(), 'objects-'));
    const data = { kubemate: { objects: { driver: 'file', folder } } };
    const stop = () => rm(folder, { recursive: true });
    return { store: openObjectStore(new ConfigReader(data)), stop };
  },
  async s3() {
    const server = await startS3Server();
    const objects = {
      driver: 's3',
      bucket: 'kubemate',
      prefix: 'portal/one',
      endpoint: server.endpoint,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    };
    const store = openObjectStore(new ConfigReader({ kubemate: { objects } }));
    return { store, stop: () => server.stop() };
  },
};

const bytes = (text: string) => new TextEncoder().encode(text);

async function textOf(store: ObjectStore, key: string) {
  const found = await store.get(key);
  return found && new TextDecoder().decode(found);
}

async function keysOf(store: ObjectStore, prefix: string) {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

describe.each(Object.entries(DRIVERS))('object store: %s', (_, start) => {
  let driver: { store: ObjectStore; stop: () => Promise<unknown> };
  beforeEach(async () => {
    driver = await start();
  });
  afterEach(() => driver.stop());

  it('gives back what was put, and the newest of it', async () => {
    const { store } = driver;
    await store.put('a/b.json', bytes('one'));
    await store.put('a/b.json', bytes('two'));
    expect(await textOf(store, 'a/b.json')).toBe('two');
    const large = new Uint8Array(300_000).map((_byte, at) => at % 251);
    await store.put('large', large);
    expect(Buffer.compare(Buffer.from((await store.get('large')) ?? []), large)).toBe(0);
  });

  it('puts only where the key is free, whoever is first', async () => {
    const { store } = driver;
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(text => store.putIfAbsent('anchors/1', bytes(text))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    const winner = ['a', 'b', 'c', 'd'][answers.indexOf(true)];
    expect(await textOf(store, 'anchors/1')).toBe(winner);
    expect(await store.putIfAbsent('anchors/1', bytes('e'))).toBe(false);
    expect(await textOf(store, 'anchors/1')).toBe(winner);
  });

  it('has nothing under a key that was never put, or deleted', async () => {
    const { store } = driver;
    await store.put('a', bytes('x'));
    await store.delete('a');
    await store.delete('a');
    expect(await store.get('a')).toBeUndefined();
    expect(await store.get('a/b')).toBeUndefined();
    expect(await keysOf(store, '')).toEqual([]);
  });

  it('lists every key with a prefix, in order, over pages', async () => {
    const { store } = driver;
    const keys = ['x/10', 'x/2', 'x/1', 'x-1', 'x/sub/1', 'y/1', 'x/3', 'x/4'];
    for (const key of keys) await store.put(key, bytes(key));
    expect(await keysOf(store, 'x/')).toEqual(['x/1', 'x/10', 'x/2', 'x/3', 'x/4', 'x/sub/1']);
    expect(await keysOf(store, '')).toHaveLength(keys.length);
    expect(await keysOf(store, 'z')).toEqual([]);
  });

  it.each(['', '/a', 'a//b', '../a', 'a/../b', 'a/.', '.hidden', 'a\\b', 'ä', 'a'.repeat(900)])(
    'refuses the key %j',
    async key => {
      await expect(driver.store.put(key, bytes('x'))).rejects.toThrow('cannot be the key');
      await expect(driver.store.get(key)).rejects.toThrow('cannot be the key');
    },
  );
});

describe('openObjectStore', () => {
  it('names the key that is wrong', () => {
    const open = (objects: object) => openObjectStore(new ConfigReader({ kubemate: { objects } }));
    expect(() => open({ driver: 's3' })).toThrow('kubemate.objects.bucket');
    expect(() => open({ driver: 'tape' })).toThrow('kubemate.objects.driver');
  });

  it('says unavailable, and nothing of the credential, where the server is gone', async () => {
    const server = await startS3Server();
    await server.stop();
    const objects = {
      driver: 's3',
      bucket: 'b',
      endpoint: server.endpoint,
      credentials: { accessKeyId: 'key', secretAccessKey: 'canary-secret' },
    };
    const store = openObjectStore(new ConfigReader({ kubemate: { objects } }));
    const error = await store.get('a').catch(problem => problem);
    expect(error.name).toBe('ServiceUnavailableError');
    expect(String(error)).not.toContain('canary-secret');
  });

  it('leaves no unfinished files behind', async () => {
    const { store, stop } = await DRIVERS.file();
    await store.putIfAbsent('a', bytes('1'));
    await store.putIfAbsent('a', bytes('2'));
    expect(await readdir(store.location.slice('file://'.length))).toEqual(['a']);
    await stop();
  });
});
