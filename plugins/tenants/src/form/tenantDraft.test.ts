import { tenant } from '../__testUtils__/tenants';
import {
  addPlacement,
  changesOf,
  draftOf,
  draftProblems,
  emptyDraft,
  nameOf,
  toSpec,
} from './tenantDraft';
import type { TenantDraft } from './tenantDraft';

const complete: TenantDraft = {
  ...emptyDraft(),
  title: 'Machine Learning',
  owner: 'group:default/ml-team',
  plan: 'gpu',
  placements: addPlacement([], { cluster: 'dev', environment: 'dev' }),
};
const fieldsOf = (draft: TenantDraft) =>
  draftProblems(draft).map(({ field, kind }) => `${field} ${kind}`);

describe('a tenant as it is written', () => {
  it.each([
    ['Machine Learning', 'machine-learning'],
    ['  Größe & Co. ', 'gro-e-co'],
    ['商店', ''],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('names %s as %s', (title, name) => {
    expect(nameOf({ title })).toBe(name);
  });

  it('names its namespaces after itself until somebody says otherwise', () => {
    const draft = addPlacement(complete.placements, { cluster: 'prod', environment: 'prod' });
    const [first, second] = draft;
    if (first === undefined || second === undefined) throw new Error('no placement');
    const spec = toSpec({
      ...complete,
      placements: [first, { ...second, namespaces: ['ml', 'ml-jobs'] }],
    });
    expect(spec.placements).toEqual([
      { cluster: 'dev', environment: 'dev', namespaces: ['machine-learning'] },
      { cluster: 'prod', environment: 'prod', namespaces: ['ml', 'ml-jobs'] },
    ]);
  });

  it('says all that is lacking, in the order of the form', () => {
    expect(fieldsOf(emptyDraft())).toEqual([
      'title missing',
      'owner missing',
      'plan missing',
      'placements missing',
    ]);
    expect(fieldsOf(complete)).toEqual([]);
  });

  it.each<[string, Partial<TenantDraft>, string]>([
    ['a title that makes no name', { title: '商店' }, 'name missing'],
    ['a name that Kubernetes refuses', { name: 'Shop_1' }, 'name invalid'],
    ['an owner that is nobody', { owner: 'shop-team' }, 'owner invalid'],
    [
      'a namespace that Kubernetes refuses',
      { placements: [{ id: 0, cluster: 'dev', environment: 'dev', namespaces: ['A'] }] },
      'namespaces invalid',
    ],
    [
      'no namespace',
      { placements: [{ id: 0, cluster: 'dev', environment: 'dev', namespaces: [] }] },
      'namespaces missing',
    ],
    [
      'a member who is nobody yet',
      { members: [{ id: 0, subject: '', role: 'viewer', environments: [] }] },
      'members missing',
    ],
    ['a peer', { peers: ['Kube System'] }, 'peers invalid'],
    ['an image that begins like no registry', { registries: ['@x'] }, 'registries invalid'],
  ])('finds %s', (_, given, problem) => {
    expect(fieldsOf({ ...complete, ...given })).toContain(problem);
  });

  it('leaves what it does not know better to the contract', () => {
    expect(draftProblems({ ...complete, description: 'x'.repeat(501) })).toEqual([
      { field: 'other', kind: 'invalid', message: expect.stringContaining('description') },
    ]);
  });

  it('comes back as it was, and changes only what was changed', () => {
    const shop = tenant();
    const draft = draftOf(shop);
    expect(changesOf(shop, toSpec(draft))).toEqual({});
    expect(changesOf(shop, toSpec({ ...draft, plan: 'large', peers: [] }))).toEqual({
      plan: 'large',
      network: { isolation: 'ingress', peers: [] },
    });
    expect(changesOf(shop, toSpec({ ...draft, description: ' ' }))).toEqual({ description: '' });
  });
});
