import type { Proposal } from '@kubemate/plugin-clusters-common';
import { selectProposals } from './discoverState';

const ANY = {
  ...{ search: '', reasons: [], owners: [], clusters: [], unowned: false, sort: 'name' },
};

function proposal(name: string, rest: Partial<Proposal> = {}): Proposal {
  const at = { cluster: 'dev', namespace: 'shop', kind: 'Deployment' };
  return {
    ...{ id: name, name, reason: 'adopt', annotations: {}, owner: 'group:default/shop-team' },
    workloads: [{ ...at, resource: 'apps/v1/deployments', name, health: 'ok' }],
    ...rest,
  };
}

const names = (state: Partial<typeof ANY>, proposals: readonly Proposal[]) =>
  selectProposals(proposals, { ...ANY, ...state }).map(({ name }) => name);

it('leaves out what nobody answers for until it is asked for', () => {
  const all = [proposal('cart'), proposal('coredns', { owner: undefined })];
  expect(names({}, all)).toEqual(['cart']);
  expect(names({ unowned: true, sort: '-name' }, all)).toEqual(['coredns', 'cart']);
});

it('finds by every word, wherever it stands, and by what was chosen', () => {
  const all = [
    proposal('cart', { partOf: 'shop' }),
    proposal('web', { reason: 'link', owner: 'group:default/web-team' }),
  ];
  expect(names({ search: 'DEV cart' }, all)).toEqual(['cart']);
  expect(names({ reasons: ['link'] as never[] }, all)).toEqual(['web']);
  expect(names({ owners: ['group:default/web-team'] as never[] }, all)).toEqual(['web']);
  expect(names({ clusters: ['prod'] as never[] }, all)).toEqual([]);
});
