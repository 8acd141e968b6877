import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SandboxPortal } from './__testUtils__/SandboxPortal';
import { ORDERS, runTemplate } from './__testUtils__/ServiceTemplates';

jest.setTimeout(900_000);

// Jest has no dynamic import, by which a portal loads the sandbox only where it is wanted.
jest.mock('./startConfiguredSandbox', () => ({
  startConfiguredSandbox: () => {
    const { startSandbox, systemClock } = jest.requireActual('@kubemate/sandbox');
    return startSandbox({ seed: 1, clock: systemClock });
  },
}));

const CANARY = 'canary-of-another-folder';

let portal: SandboxPortal;
beforeAll(async () => {
  portal = await SandboxPortal.start();
  await portal.untilTemplates(['node-service']);
});
afterAll(() => portal?.stop());

interface Attack {
  readonly steps: readonly object[];
  readonly files?: Readonly<Record<string, string>>;
  readonly values?: object;
}

/** A template of an attacker's, in the scaffolder's own dry run. */
function attempt({ steps, files = {}, values = {} }: Attack) {
  return portal.ask('developer', '/scaffolder/v2/dry-run', {
    template: {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'attack' },
      spec: { owner: 'group:default/shop-team', type: 'service', steps },
    },
    ...{ values, secrets: {} },
    directoryContents: Object.entries(files).map(([name, text]) => ({
      ...{ path: name, base64Content: Buffer.from(text).toString('base64') },
    })),
  });
}

const write = (input: object) => ({ id: 'write', action: 'fetch:template', input });
const values = { where: '${{ parameters.where }}' };
const record = (input: object) => ({
  ...{ id: 'record', action: 'kubemate:template:record' },
  input: { template: 'template:default/attack', version: '1.0.0', values: {}, ...input },
});

describe.each(['../outside', '../../outside', '/tmp/outside', 'a/../../outside'])(
  'a value %s',
  where => {
    it('writes no file elsewhere by the name of a file', async () => {
      const files = { 'skeleton/${{ values.where }}.txt': CANARY };
      const steps = [write({ url: './skeleton', values })];
      const answer = await attempt({ steps, files, values: { where } });
      // Where it is taken for a path within the workspace, that is where it stands.
      const written: string[] = (answer.body.directoryContents ?? []).map((file: any) => file.path);
      expect(written.filter(file => /\.\.|^\//.test(file))).toEqual([]);
      const isTold = /path|outside|relative/i.test(JSON.stringify(answer.body.error ?? ''));
      expect([where, answer.status === 200 || isTold]).toEqual([where, true]);
    });

    it.each([
      ['fetch:template', { url: './skeleton', targetPath: where }],
      ['fetch:plain', { url: './skeleton', targetPath: where }],
      ['kubemate:yaml:edit', { path: where, set: { a: 1 } }],
      ['kubemate:kube:apply', { cluster: 'dev', path: where }],
      ['kubemate:repository:publish', { owner: 'shop-team', name: 'x', sourcePath: where }],
      [
        'kubemate:repository:propose',
        { repository: 'shop-team/search-deploy', branch: 'x', title: 'x', path: where },
      ],
      [
        'kubemate:template:record',
        { template: 'template:default/a', version: '1.0.0', values: {}, sourcePath: where },
      ],
    ])('leads %s nowhere', async (action, input) => {
      const files = { 'skeleton/a.yaml': 'a: 1\n' };
      const answer = await attempt({ steps: [{ id: 'attack', action, input }], files });
      expect(answer.status).not.toBe(200);
      expect(JSON.stringify(answer.body)).toMatch(/outside|path/i);
    });
  },
);

it('takes no file that a request brings for a place elsewhere', async () => {
  for (const name of ['../outside.txt', '/tmp/outside.txt', 'a/../../outside.txt']) {
    const steps = [write({ url: './skeleton', values: {} })];
    const answer = await attempt({ steps, files: { [name]: CANARY, 'skeleton/a.txt': 'a' } });
    expect([name, answer.status]).not.toEqual([name, 200]);
  }
});

it('leaves nothing outside of the workspaces', () => {
  const found = readdirSync(tmpdir()).filter(name => name.startsWith('outside'));
  expect(found).toEqual([]);
});

it.each(['two\nlines', 'a\r\nb', 'a\u0000b', 'a\u2028b'])(
  'keeps %j out of names, or in one text',
  async where => {
    const files = { 'skeleton/a.yaml': 'text: ${{ values.where | dump }}\n' };
    const steps = [write({ url: './skeleton', values }), record({ values: { where } })];
    const answer = await attempt({ steps, files, values: { where } });
    expect(answer.status).toBe(200);
    const named = Object.fromEntries(
      answer.body.directoryContents.map((file: any) => [
        file.path,
        Buffer.from(file.base64Content, 'base64').toString(),
      ]),
    );
    expect(Object.keys(named).sort()).toEqual(['.kubemate/template.yaml', 'a.yaml']);
    const { parse } = jest.requireActual('yaml');
    expect(parse(named['a.yaml'])).toEqual({ text: where });
    expect(parse(named['.kubemate/template.yaml']).values).toEqual({ where });
  },
);

it.each([
  ['to a file outside', (outside: string) => path.join(outside, 'secret.txt')],
  ['to a folder outside', (outside: string) => outside],
  ['to a file beside it', () => 'main.ts'],
])('makes nothing of a skeleton with a link %s', async (_, target) => {
  const outside = path.join(portal.templates, '..', 'elsewhere');
  mkdirSync(outside, { recursive: true });
  writeFileSync(path.join(outside, 'secret.txt'), CANARY);
  const link = path.join(portal.templates, 'services/node/src/link.ts');
  const { rmSync } = jest.requireActual('node:fs');
  symlinkSync(target(outside), link);
  try {
    const name = `linked-${target(outside).length}`;
    const task = await runTemplate(portal, 'node-service', { ...ORDERS, name });
    const made = await portal.ask(
      'platform',
      `/repositories/repositories/shop-team/${name}/files?recursive=true`,
    );
    // It fails before anything is made, or the link is left out.
    const items: { path: string; kind: string }[] = made.body.items ?? [];
    expect(items.filter(({ path: file }) => file.includes('link.ts'))).toEqual([]);
    expect(items.filter(({ kind }) => kind !== 'file')).toEqual([]);
    expect([task.body.status, made.status]).toEqual(
      task.body.status === 'completed' ? ['completed', 200] : ['failed', 404],
    );
    expect(task.log).not.toContain(CANARY);
    expect(portal.log.join('\n')).not.toContain(CANARY);
  } finally {
    rmSync(link);
  }
});
