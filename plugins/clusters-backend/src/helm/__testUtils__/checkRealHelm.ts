/* eslint-disable jest/no-export -- for whoever has a server and Helm */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  clustersOperations as ops,
  revealedRevisionSchema,
} from '@kubemate/plugin-clusters-common';
import {
  OperationsPortal,
  type ServerUnderTest,
} from '../../operations/__testUtils__/OperationsPortal';

const run = promisify(execFile);
const v1 = (plural: string) => ({ group: '', version: 'v1', plural });
const apps = (plural: string) => ({ group: 'apps', version: 'v1', plural });

const FILES = {
  'Chart.yaml': 'apiVersion: v2\nname: shopfront\nversion: 1.2.0\nappVersion: 3.7.4\n',
  'values.yaml': 'replicas: 0\ngreeting: hello\nextra: false\n',
  'templates/all.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { greeting: {{ .Values.greeting | quote }} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: {{ .Release.Name }} } }
  template:
    metadata: { labels: { app: {{ .Release.Name }} } }
    spec:
      containers: [{ name: web, image: 'shop/web:1', volumeMounts: [{ name: c, mountPath: /c }] }]
      volumes: [{ name: c, configMap: { name: {{ .Release.Name }}, defaultMode: 0644 } }]
{{- if .Values.extra }}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-extra }
data: { extra: 'yes' }
{{- end }}
`,
};

/** Helm itself and Kubemate on the same release: each goes on from what the other has left. */
export function checkRealHelm(options: {
  readonly binary: string;
  start(): Promise<ServerUnderTest & { readonly helmArguments: readonly string[] }>;
}): void {
  let portal: OperationsPortal;
  let helm: (...args: string[]) => Promise<string>;
  const chart = mkdtempSync(path.join(tmpdir(), 'chart-'));

  beforeAll(async () => {
    mkdirSync(path.join(chart, 'templates'));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(chart, name), text);
    const { helmArguments, ...server } = await options.start();
    portal = await OperationsPortal.start(server);
    helm = async (...args) => {
      const all = [...args, '--namespace', portal.namespace, ...helmArguments];
      return (await run(options.binary, all, { timeout: 60_000 })).stdout;
    };
  }, 60_000);
  afterAll(async () => {
    rmSync(chart, { recursive: true });
    await portal?.stop();
  }, 60_000);

  it('lists what Helm installed, rolls it back, and Helm goes on from there', async () => {
    const dana = portal.as('dana');
    const release = { cluster: 'real', namespace: portal.namespace, name: 'web' };
    await helm('install', 'web', chart, '--set', 'greeting=hello', '--labels', 'team=shop');
    await helm('upgrade', 'web', chart, '--set', 'greeting=bye,extra=true,replicas=0');

    const history = await dana.clusters.getHelmHistory(release);
    expect(history.items).toMatchObject([
      { revision: 2, status: 'deployed', chart: 'shopfront', description: 'Upgrade complete' },
      { revision: 1, status: 'superseded', chartVersion: '1.2.0', appVersion: '3.7.4' },
    ]);
    const revealed = await dana.operations.run(ops.revealHelmRelease, { release, revisions: [2] });
    const [shown] = revealedRevisionSchema.array().parse(revealed.output?.revisions);
    const values = JSON.parse(await helm('get', 'values', 'web', '--output', 'json'));
    expect(values).toEqual({ greeting: 'bye', extra: true, replicas: 0 });
    expect(shown?.values).toContain('greeting: bye');
    expect((await helm('get', 'manifest', 'web')).trim()).toBe(shown?.manifest.trim());

    const plan = await dana.operations.plan(ops.rollbackHelmRelease, { release, revision: 1 });
    // The Deployment is the same, with all that the server has set in it: a dry run finds nothing.
    expect(plan.diff.map(({ target }) => `${target.kind} ${target.name}`)).toEqual([
      'HelmRelease web',
      'ConfigMap web',
      'ConfigMap web-extra',
    ]);
    const rolled = await dana.operations.run(ops.rollbackHelmRelease, { release, revision: 1 });
    expect(rolled).toMatchObject({ status: 'succeeded', output: { revision: 3 } });

    expect(JSON.parse(await helm('history', 'web', '--output', 'json'))).toMatchObject([
      { revision: 1, status: 'superseded', description: 'Install complete' },
      { revision: 2, status: 'superseded', description: 'Upgrade complete' },
      { revision: 3, status: 'deployed', description: 'Rollback to 1', chart: 'shopfront-1.2.0' },
    ]);
    expect(
      JSON.parse(await helm('list', '--output', 'json', '--selector', 'team=shop')),
    ).toMatchObject([{ name: 'web', revision: '3', status: 'deployed' }]);
    expect(JSON.parse(await helm('status', 'web', '--output', 'json'))).toMatchObject({
      info: { status: 'deployed', description: 'Rollback to 1' },
      version: 3,
    });

    // Helm goes on: to a revision that it made, to one that Kubemate made, and forward.
    await helm('rollback', 'web', '2');
    expect((await portal.get(v1('configmaps'), 'web')).data).toEqual({ greeting: 'bye' });
    expect(await portal.get(v1('configmaps'), 'web-extra')).toBeDefined();
    await helm('rollback', 'web', '3');
    expect((await portal.get(v1('configmaps'), 'web')).data).toEqual({ greeting: 'hello' });
    await helm('upgrade', 'web', chart, '--set', 'greeting=again');
    const after = await dana.clusters.getHelmHistory(release);
    expect(after.items.map(({ revision, status }) => [revision, status])).toEqual([
      [6, 'deployed'],
      [5, 'superseded'],
      [4, 'superseded'],
      [3, 'superseded'],
      [2, 'superseded'],
      [1, 'superseded'],
    ]);
    await helm('uninstall', 'web');
    expect(await portal.get(apps('deployments'), 'web')).toBeUndefined();
    await expect(dana.clusters.getHelmHistory(release)).rejects.toThrow();
  }, 120_000);
}
