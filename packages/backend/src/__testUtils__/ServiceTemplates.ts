import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import type { Persona, SandboxPortal } from './SandboxPortal';

const folder = path.resolve(__dirname, '../../../../templates/services');

/** Names of the service templates: `node-service`. */
export const SERVICE_TEMPLATES = readdirSync(folder)
  .filter(name => name.endsWith('-service.yaml'))
  .map(name => name.replace('.yaml', ''));

/** What a person fills in. */
export const ORDERS = {
  owner: 'group:default/shop-team',
  name: 'orders',
  description: 'Takes the orders of customers',
  environments: Object.fromEntries(
    ['dev', 'staging', 'prod'].map(name => [name, { cluster: name, namespace: 'shop' }]),
  ),
  monitoring: false,
  pipeline: 'tekton',
  registry: 'registry.example.com',
};

export type FormValues = Readonly<Record<string, unknown>>;

export function readTemplate(name: string): any {
  return parse(readFileSync(path.join(folder, `${name}.yaml`), 'utf8'));
}

function contents() {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(path.join(folder, name)).isFile())
    .map(name => ({
      path: name,
      base64Content: readFileSync(path.join(folder, name)).toString('base64'),
    }));
}

/** Runs a template as the developer to its end. */
export async function runTemplate(portal: SandboxPortal, template: string, values: object) {
  const started = await portal.ask('developer', '/scaffolder/v2/tasks', {
    templateRef: `template:default/${template}`,
    values,
  });
  expect([started.status, started.body]).toEqual([201, expect.anything()]);
  const { id } = started.body;
  const ended = await portal.askUntil('developer', `/scaffolder/v2/tasks/${id}`, {
    isMet: ({ body }) => ['completed', 'failed', 'cancelled'].includes(body.status),
    seconds: 90,
  });
  const events = await portal.ask('developer', `/scaffolder/v2/tasks/${id}/events`);
  const log = events.body.map(({ body }: any) => String(body.message).split('\n')[0]).join('\n');
  return { ...ended, log };
}

/** The scaffolder's own dry run: form, schema and every step, which plans. */
export function dryRun(
  portal: SandboxPortal,
  template: object,
  { values, as = 'developer' }: { values: FormValues; as?: Persona },
) {
  return portal.ask(as, '/scaffolder/v2/dry-run', {
    template,
    values,
    secrets: {},
    directoryContents: contents(),
  });
}

/** What a dry run has written, in a folder of its own. */
export class Scaffolded {
  private constructor(readonly root: string) {}

  static async write(answer: { status: number; body: any }): Promise<Scaffolded> {
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body).slice(0, 2_000));
    const scaffolded = new Scaffolded(await mkdtemp(path.join(tmpdir(), 'kubemate-scaffolded-')));
    for (const file of answer.body.directoryContents) {
      const at = path.join(scaffolded.root, file.path);
      await mkdir(path.dirname(at), { recursive: true });
      await writeFile(at, Buffer.from(file.base64Content, 'base64'), {
        mode: file.executable ? 0o755 : 0o644,
      });
    }
    return scaffolded;
  }

  /** All its files as text, by path. */
  texts(): Map<string, string> {
    const names = readdirSync(this.root, { recursive: true, encoding: 'utf8' });
    const files = names.filter(name => statSync(path.join(this.root, name)).isFile()).sort();
    return new Map(files.map(name => [name, readFileSync(path.join(this.root, name), 'utf8')]));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
