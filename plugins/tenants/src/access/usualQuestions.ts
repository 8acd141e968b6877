/** What people ask most. */
export const USUAL = [
  { key: 'deploy', verb: 'create', resource: 'deployments.apps' },
  { key: 'exec', verb: 'create', resource: 'pods/exec' },
  { key: 'secrets', verb: 'get', resource: 'secrets' },
  { key: 'deletePods', verb: 'delete', resource: 'pods' },
] as const;
