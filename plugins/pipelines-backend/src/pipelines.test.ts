import { systemClock } from '@kubemate/kube-node';
import { createApiServer } from '@kubemate/sandbox';
import { describePipelines } from './__testUtils__/describePipelines';

jest.setTimeout(60_000);

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

describe('pipelines on the sandbox', () => {
  describePipelines(async () => {
    const token = 'portal-token';
    const users = [{ token, user: 'portal', groups: ['system:masters'] }];
    const clock = systemClock;
    const server = createApiServer({ name: 'live', clock, random: Math.random, users });
    await server.listen();
    for (const kind of KINDS) {
      const answer = await request(
        `${server.url}/apis/apiextensions.k8s.io/v1/customresourcedefinitions`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(crd(kind)),
        },
      );
      expect(answer.status).toBe(201);
    }
    return { server: server.url, token, close: () => server.close() };
  });
});
