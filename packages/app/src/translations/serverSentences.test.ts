import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSentence } from '@kubemate/operations-common';

const ROOT = resolve(__dirname, '../../../..');

/** Where the server refuses people something, or does not find it; what it says while it starts is for its log. */
const SERVERS = [
  ...['http-node', 'operations-node', 'git-hosts-node', 'kube-node'].map(
    name => `packages/${name}`,
  ),
  ...readdirSync(join(ROOT, 'plugins'))
    .filter(name =>
      /^(audit|clusters|docs|pipelines|repositories|template-runs|tenants)-backend$/.test(name),
    )
    .map(name => `plugins/${name}`),
];

const REFUSAL =
  /new (?:NotFoundError|ConflictError|NotAllowedError|UnhealthyError|ProbeError)\(\s*(?:`((?:[^`\\]|\\.)*)`|'((?:[^'\\]|\\.)*)')/gs;
const VALUE = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;

const said = SERVERS.flatMap(folder => {
  const source = join(ROOT, folder, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !/test/i.test(file))
    .flatMap(file => [...readFileSync(join(source, file), 'utf8').matchAll(REFUSAL)])
    .map(([, template, plain]) => (template ?? plain ?? '').replace(VALUE, 'x1'));
});

it('finds what the servers say', () => {
  expect(said.length).toBeGreaterThan(150);
});

it('can say each refusal of the server in the language of the page', () => {
  // Of values alone there is nothing to translate.
  const own = said.filter(text => /[a-z]{2}/i.test(text.replaceAll('x1', '')));
  expect(own.filter(text => readSentence(text) === undefined)).toEqual([]);
});
