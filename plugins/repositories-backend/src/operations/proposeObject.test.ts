import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import { startRepositories } from '../__testUtils__/startRepositories';
import type { Person, RepositoriesPortal } from '../__testUtils__/startRepositories';

jest.setTimeout(60_000);

const { create, commit, proposeObject, mergePullRequest } = repositoryOperations;

let portal: RepositoriesPortal;
let count = 0;

beforeAll(async () => {
  portal = await startRepositories();
});
afterAll(() => portal?.stop());

function deployment(
  name: string,
  { replicas = 2, source }: { replicas?: number; source?: string } = {},
) {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: { name: ${name}, namespace: shop${source ? `, annotations: { kubemate.io/source: ${source} }` : ''} }`,
    `spec: { replicas: ${replicas} }`,
    '',
  ].join('\n');
}

/** In one file with another object, and a comment. */
function written(name: string) {
  return `# The ${name} of the shop.\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  replicas: 2 # enough\n`;
}

async function makeRepository(
  files: Record<string, string>,
  options: { person?: Person; owner?: string; visibility?: 'private' } = {},
) {
  const { person = 'dana', owner = 'shop-team', ...fields } = options;
  const place = { owner, name: `deploy-${++count}` };
  const { operations } = portal.as(person);
  await operations.run(create, { ...place, protectDefaultBranch: true, ...fields });
  await operations.run(commit, { ...place, message: 'Begin', files });
  return place;
}

const change = (name: string, source?: string) => ({
  cluster: 'dev',
  before: deployment(name, { source }),
  after: deployment(name, { source, replicas: 5 }),
});

it('finds the file, shows what becomes of it, and opens a pull request that can be merged', async () => {
  const place = await makeRepository({ 'apps/cart.yaml': written('cart'), 'README.md': 'cart\n' });
  const { operations, repositories } = portal.as('dana');
  const plan = await operations.plan(proposeObject, change('cart'));
  expect(plan).toMatchObject({ allowed: true, warnings: [] });
  expect(plan.diff).toMatchObject([
    {
      target: { kind: 'File', name: `${place.owner}/${place.name}:apps/cart.yaml` },
      changes: [{ path: 'spec.replicas', before: 2, after: 5 }],
    },
  ]);
  expect(plan.diff[0]?.before).toBe(written('cart'));
  const receipt = await operations.run(proposeObject, { ...change('cart'), title: 'More carts' });
  expect(receipt).toMatchObject({
    status: 'succeeded',
    target: { cluster: 'dev', kind: 'Deployment', namespace: 'shop', name: 'cart' },
    output: { ...place, path: 'apps/cart.yaml' },
  });
  const number = Number(receipt.output?.number);
  const request = await repositories.getPullRequest({ ...place, number });
  expect(request).toMatchObject({ title: 'More carts', mergeable: 'clean', base: 'main' });
  expect(request.diff).toContain('-  replicas: 2 # enough\n+  replicas: 5 # enough\n');
  expect(request.files).toEqual([{ path: 'apps/cart.yaml', added: 1, removed: 1 }]);
  await operations.run(mergePullRequest, { ...place, number });
  const merged = await repositories.readFiles(place, { path: 'apps/cart.yaml' });
  expect(merged.file?.content).toBe(written('cart').replace('2 # enough', '5 # enough'));
});

it('asks which file where several describe the object, and takes the answer', async () => {
  const place = await makeRepository({ 'a.yaml': written('twin'), 'b.yaml': written('twin') });
  const { operations } = portal.as('dana');
  const plan = await operations.plan(proposeObject, change('twin'));
  expect(plan).toMatchObject({ allowed: false });
  expect(plan.reason).toContain(`say which: ${place.owner}/${place.name}/a.yaml`);
  const source = `${place.owner}/${place.name}/b.yaml`;
  const told = await operations.run(proposeObject, { ...change('twin'), source });
  expect(told.output).toMatchObject({ path: 'b.yaml' });
});

it('follows the annotation of the object', async () => {
  await makeRepository({ 'x.yaml': written('noted') });
  const place = await makeRepository({ 'y.yaml': written('noted') });
  const source = `${place.owner}/${place.name}`;
  const { output } = await portal.as('dana').operations.run(proposeObject, change('noted', source));
  expect(output).toMatchObject({ ...place, path: 'y.yaml' });
});

it.each([
  ['in no repository', change('nowhere'), 'No file of your repositories'],
  [
    'in a named one',
    change('nowhere', 'shop-team/deploy-1'),
    'is not described in shop-team/deploy-1',
  ],
  [
    'in one that is not there',
    change('x', 'shop-team/none'),
    'There is no repository shop-team/none',
  ],
  ['unchanged', { ...change('cart'), after: deployment('cart') }, 'Nothing was changed'],
])('says why it cannot: %s', async (_, input, reason) => {
  const plan = await portal.as('dana').operations.plan(proposeObject, input);
  expect(plan).toMatchObject({ allowed: false, reason: expect.stringContaining(reason) });
  await expect(portal.as('dana').operations.run(proposeObject, input)).rejects.toThrow();
});

it('never takes a Secret', async () => {
  const secret = (value: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\nstringData: { t: ${value} }`;
  const input = { before: secret('a'), after: secret('canary-7') };
  const plan = await portal.as('dana').operations.plan(proposeObject, input);
  expect(plan).toMatchObject({ allowed: false, reason: expect.stringContaining('Secret') });
  expect(JSON.stringify(portal.log)).not.toContain('canary-7');
});

it('neither finds nor names what the person may not see or change', async () => {
  const hidden = await makeRepository(
    { 'app.yaml': written('theirs') },
    { person: 'olga', owner: 'payments-team', visibility: 'private' },
  );
  const shown = await makeRepository(
    { 'app.yaml': written('theirs') },
    { person: 'olga', owner: 'payments-team' },
  );
  const { operations } = portal.as('dana');
  const searched = await operations.plan(proposeObject, change('theirs'));
  expect(searched).toMatchObject({ allowed: false });
  expect(searched.reason).not.toContain('payments-team');
  const asked = { ...change('theirs'), source: `payments-team/${hidden.name}` };
  const answer = await operations.plan(proposeObject, asked);
  expect(answer.reason).toBe(`There is no repository payments-team/${hidden.name}`);
  const seen = { ...change('theirs'), source: `payments-team/${shown.name}` };
  const refused = await operations.plan(proposeObject, seen);
  expect(refused).toMatchObject({
    allowed: false,
    reason: expect.stringContaining('not a member'),
  });
  const denied = await portal.as('vera').operations.plan(proposeObject, change('cart'));
  expect(denied.allowed).toBe(false);
});

it.each([
  [{ before: 'a: [', after: deployment('a') }, 'before'],
  [{ before: deployment('a'), after: 'nothing' }, 'after'],
  [{ before: deployment('a'), after: deployment('b') }, 'after must be of the same object'],
  [{ ...change('cart'), source: '../etc' }, 'source'],
])('refuses %j by the name of the field', async (input, field) => {
  await expect(portal.as('dana').operations.plan(proposeObject, input)).rejects.toMatchObject({
    response: { status: 400 },
    cause: { message: expect.stringContaining(field) },
  });
});
