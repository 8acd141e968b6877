import type { Proposal } from '@kubemate/plugin-clusters-common';
import { parseAllDocuments } from 'yaml';
import { componentYaml, withAnnotations, withEntity } from './componentYaml';

const ID = 'backstage.io/kubernetes-id';
const proposal: Proposal = {
  ...{ id: 'cart', reason: 'adopt', name: 'cart', workloads: [] },
  annotations: { [ID]: 'cart', 'backstage.io/kubernetes-label-selector': 'app=cart' },
};
const form = {
  ...{ name: 'cart', owner: 'group:default/shop-team', system: '' },
  ...{ type: 'service', lifecycle: 'production' },
};

const read = (text: string) => parseAllDocuments(text).map(document => document.toJS());

it('describes a component as the catalog reads it', () => {
  expect(read(componentYaml({ ...form, system: 'shop' }, proposal))).toEqual([
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'cart', annotations: proposal.annotations },
      spec: {
        ...{ type: 'service', lifecycle: 'production', owner: 'group:default/shop-team' },
        system: 'shop',
      },
    },
  ]);
  expect(read(componentYaml(form, proposal))[0].spec).not.toHaveProperty('system');
});

it('adds an entity behind those of the file', () => {
  const first = '# ours\nkind: System\n\n\n';
  const both = withEntity(first, componentYaml(form, proposal));
  expect(both.startsWith('# ours\nkind: System\n---\n')).toBe(true);
  expect(read(both).map(({ kind }) => kind)).toEqual(['System', 'Component']);
  expect(withEntity('  \n', 'kind: Component\n')).toBe('kind: Component\n');
  expect(withEntity(undefined, 'kind: Component\n')).toBe('kind: Component\n');
});

describe('withAnnotations', () => {
  const file = `# the shop's
kind: Component
metadata:
  name: cart # not basket
spec: { owner: shop-team }
---
kind: Component
metadata:
  name: web
  annotations: { note: kept }
`;

  it('adds to the component that is meant, and keeps comments and others', () => {
    const text = withAnnotations(file, 'cart', { [ID]: 'cart' }) ?? '';
    expect(text).toContain("# the shop's");
    expect(text).toContain('name: cart # not basket');
    const [cart, web] = read(text);
    expect(cart.metadata.annotations).toEqual({ [ID]: 'cart' });
    expect(web).toEqual(read(file)[1]);
    expect(
      read(withAnnotations(file, 'web', { [ID]: 'web' }) ?? '')[1].metadata.annotations,
    ).toEqual({ note: 'kept', [ID]: 'web' });
  });

  it('leaves alone what has no such component, and what is no YAML', () => {
    expect(withAnnotations(file, 'basket', { [ID]: 'x' })).toBeUndefined();
    expect(withAnnotations('a: [', 'cart', { [ID]: 'x' })).toBeUndefined();
    expect(withAnnotations(`${file}---\nb: [\n`, 'cart', { [ID]: 'x' })).toBeUndefined();
  });
});
