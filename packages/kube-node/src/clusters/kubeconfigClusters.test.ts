import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as clientNode from '@kubernetes/client-node';
import { ManualClock } from '../testUtils/ManualClock';
import { networkReason } from './networkReason';
import { kubeconfigClusters } from './kubeconfigClusters';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('kubeconfigClusters', () => {
  let folder: string;
  const clock = new ManualClock();
  const skipped: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kubeconfig-'));
    skipped.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function read(config: object, contexts?: string[]) {
    const file = path.join(folder, 'config');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', ...config }));
    return kubeconfigClusters(
      { file, contexts, identity: 'self' },
      { clock, onSkipped: message => skipped.push(message), load: async () => clientNode },
    );
  }

  const cluster = (name: string, fields: object = {}) => ({
    name,
    cluster: { server: `https://${name}.example.org:6443`, ...fields },
  });
  const context = (name: string, clusterName: string, user: string, namespace?: string) => ({
    name,
    context: { cluster: clusterName, user, namespace },
  });

  it('reads every context with its certificates, tokens and namespace', async () => {
    const definitions = await read({
      clusters: [
        cluster('a', { 'certificate-authority-data': base64('CA') }),
        cluster('b', { 'insecure-skip-tls-verify': true, 'tls-server-name': 'kube' }),
      ],
      users: [
        {
          name: 'cert',
          user: { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
        },
        { name: 'token', user: { token: 'tok' } },
        { name: 'basic', user: { username: 'me', password: 'pw' } },
      ],
      contexts: [
        context('one', 'a', 'cert'),
        context('arn:aws:eks:eu/two', 'b', 'token', 'shop'),
        context('arn:aws:eks:eu:two', 'b', 'basic'),
        context('add', 'a', 'cert'),
      ],
    });
    expect(definitions.map(({ name, title, namespaces }) => ({ name, title, namespaces }))).toEqual(
      [
        { name: 'one', title: 'one', namespaces: ['default'] },
        { name: 'arn-aws-eks-eu-two', title: 'arn:aws:eks:eu/two', namespaces: ['shop'] },
        { name: 'arn-aws-eks-eu-two-2', title: 'arn:aws:eks:eu:two', namespaces: ['default'] },
        // `/clusters/add` is a page of the portal.
        { name: 'add-2', title: 'add', namespaces: ['default'] },
      ],
    );
    expect(definitions[0]?.tls).toEqual({
      ca: 'CA',
      insecureSkipVerify: false,
      serverName: undefined,
    });
    expect(definitions[1]?.tls).toMatchObject({ insecureSkipVerify: true, serverName: 'kube' });
    const materials = await Promise.all(definitions.map(({ credential }) => credential.material()));
    expect(materials).toEqual([
      { authorization: undefined, certificate: 'CERT', key: 'KEY' },
      { authorization: 'Bearer tok', certificate: undefined, key: undefined },
      { authorization: `Basic ${base64('me:pw')}`, certificate: undefined, key: undefined },
      { authorization: undefined, certificate: 'CERT', key: 'KEY' },
    ]);
  });

  it('runs an exec plugin, keeps its token, and runs it again when the token was refused', async () => {
    const plugin = path.join(folder, 'plugin.sh');
    const count = path.join(folder, 'count');
    await writeFile(
      plugin,
      `#!/bin/sh\necho x >> ${count}\nn=$(wc -l < ${count} | tr -d ' ')\nprintf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"run-%s-%s"}}' "$n" "$SUFFIX"\n`,
    );
    await chmod(plugin, 0o755);
    const [definition] = await read({
      clusters: [cluster('a')],
      users: [
        {
          name: 'u',
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command: plugin,
              env: [{ name: 'SUFFIX', value: 'env' }],
            },
          },
        },
      ],
      contexts: [context('one', 'a', 'u')],
    });
    const credential = definition!.credential;
    expect(await Promise.all([credential.material(), credential.material()])).toMatchObject([
      { authorization: 'Bearer run-1-env' },
      { authorization: 'Bearer run-1-env' },
    ]);
    clock.advance(60_000);
    expect(await credential.material()).toMatchObject({ authorization: 'Bearer run-1-env' });
    expect(await credential.material({ fresh: true })).toMatchObject({
      authorization: 'Bearer run-2-env',
    });
  });

  it('says which plugin failed, and not what it printed', async () => {
    const [definition] = await read({
      clusters: [cluster('a')],
      users: [
        {
          name: 'u',
          user: { exec: { command: 'sh', args: ['-c', 'echo canary-91 >&2; exit 3'] } },
        },
      ],
      contexts: [context('one', 'a', 'u')],
    });
    const error = await definition!.credential.material().catch(thrown => thrown);
    expect(error.name).toBe('AuthenticationError');
    expect(networkReason(error)).toBe('the credential plugin sh failed');
  });

  it('leaves broken contexts out unless they are asked for by name', async () => {
    const config = {
      clusters: [cluster('a'), cluster('plain', { server: 'http://10.0.0.1:8080' })],
      users: [
        { name: 'u', user: { token: 't' } },
        { name: 'as', user: { token: 't', as: 'admin' } },
      ],
      contexts: [
        context('good', 'a', 'u'),
        context('gone', 'missing', 'u'),
        context('open', 'plain', 'u'),
        context('as', 'a', 'as'),
      ],
    };
    expect((await read(config)).map(({ name }) => name)).toEqual(['good']);
    expect(skipped).toEqual([
      expect.stringContaining('context gone'),
      expect.stringContaining('its server must start with https://'),
      expect.stringContaining('has "as", which is not supported'),
    ]);
    await expect(read(config, ['good', 'open'])).rejects.toThrow(
      /kubemate\.kubeconfig\.contexts\[1\] context open/,
    );
    await expect(read(config, ['nope'])).rejects.toThrow(
      'there is no such context; the file has good, gone, open, as',
    );
  });

  it('does not quote a file that it cannot parse', async () => {
    const file = path.join(folder, 'config');
    await writeFile(file, 'token: canary-77\n  bad: [');
    const reading = kubeconfigClusters(
      { file, identity: 'self' },
      { clock, onSkipped: () => {}, load: async () => clientNode },
    );
    await expect(reading).rejects.toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('canary') }),
    );
  });
});
