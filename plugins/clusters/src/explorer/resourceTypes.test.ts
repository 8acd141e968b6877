import type { ResourceType } from '@kubemate/plugin-clusters-common';
import { groupResourceTypes, mergeResourceTypes } from './resourceTypes';

function type(resource: string, kind: string, rest: Partial<ResourceType> = {}): ResourceType {
  const parts = resource.split('/');
  const [group = '', version = '', plural = ''] = parts.length === 2 ? ['', ...parts] : parts;
  return {
    resource,
    group,
    version,
    plural,
    kind,
    singular: kind.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    custom: false,
    columns: [],
    verbs: ['get', 'list', 'watch'],
    ...rest,
  };
}

const pods = type('v1/pods', 'Pod', { shortNames: ['po'] });
const deployments = type('apps/v1/deployments', 'Deployment', { shortNames: ['deploy'] });
const nodes = type('v1/nodes', 'Node', { namespaced: false });
const secrets = type('v1/secrets', 'Secret', { verbs: ['create'] });
const rollouts = type('argoproj.io/v1alpha1/rollouts', 'Rollout', { custom: true });

describe('resource types of a fleet', () => {
  it('names the clusters that serve a type', () => {
    const merged = mergeResourceTypes([
      { cluster: 'dev', items: [pods, rollouts] },
      { cluster: 'prod', items: [pods] },
    ]);
    expect(merged.map(({ kind, clusters }) => [kind, clusters])).toEqual([
      ['Pod', ['dev', 'prod']],
      ['Rollout', ['dev']],
    ]);
  });

  it('is listable where one cluster allows it', () => {
    const [merged] = mergeResourceTypes([
      { cluster: 'dev', items: [secrets] },
      { cluster: 'prod', items: [{ ...secrets, verbs: ['list'] }] },
    ]);
    expect(merged?.listable).toBe(true);
  });

  it('groups built-in types by what they are for and custom ones by API group', () => {
    const types = mergeResourceTypes([
      { cluster: 'dev', items: [rollouts, nodes, deployments, pods, secrets] },
    ]);
    const groups = groupResourceTypes(types, '');
    expect(groups.map(({ id, types: found }) => [id, found.map(({ kind }) => kind)])).toEqual([
      ['workloads', ['Pod', 'Deployment']],
      ['cluster', ['Node']],
      ['argoproj.io', ['Rollout']],
    ]);
  });

  it.each([
    ['po', ['Pod']],
    ['deploy', ['Deployment']],
    ['argo roll', ['Rollout']],
    ['secret', []],
  ])('finds %s', (text, kinds) => {
    const types = mergeResourceTypes([
      { cluster: 'dev', items: [rollouts, nodes, deployments, pods, secrets] },
    ]);
    expect(groupResourceTypes(types, text).flatMap(group => group.types.map(t => t.kind))).toEqual(
      kinds,
    );
  });
});
