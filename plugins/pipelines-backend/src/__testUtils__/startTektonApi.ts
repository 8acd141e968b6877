import { systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';

/** Loopback only: the API server under test. */
const { fetch: request } = globalThis;

/** The types as Tekton installs them, as far as the API server goes: names, versions, the status subresource. */
const KINDS = [
  ['Pipeline', 'pipelines'],
  ['PipelineRun', 'pipelineruns'],
  ['Task', 'tasks'],
  ['TaskRun', 'taskruns'],
] as const;

const FREE = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function crd([kind, plural]: (typeof KINDS)[number]) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.tekton.dev` },
    spec: {
      group: 'tekton.dev',
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: FREE, status: FREE } } },
          subresources: kind.endsWith('Run') ? { status: {} } : undefined,
        },
      ],
    },
  };
}

/** A sandbox API server with Tekton's types and no controller. */
export async function startTektonApi() {
  const token = 'portal-token';
  const users = [{ token, user: 'portal', groups: ['system:masters'] }];
  const api = createApiServer({ name: 'live', clock: systemClock, random: Math.random, users });
  await api.listen();
  for (const kind of KINDS) {
    const url = `${api.url}/apis/apiextensions.k8s.io/v1/customresourcedefinitions`;
    const { status } = await request(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(crd(kind)),
    });
    if (status !== 201) throw new Error(`the API server answered ${status} to a type of Tekton`);
  }
  return { server: api.url, token, api, close: () => api.close() };
}
