import type { Phrase } from '@kubemate/operations-common';
import { defineOperation } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import type { Value, WorkspaceBinding } from '@kubemate/plugin-pipelines-common';
import { API_VERSION, PIPELINE_RUNS, PIPELINES } from '../tekton/kinds';
import { pipelineSpecSchema } from '../tekton/schemas';
import type { PipelineSpec } from '../tekton/schemas';
import { planNewRun, startNewRun } from './newRun';
import { startedCompensation } from './startedCompensation';

interface Input {
  readonly place: string;
  readonly folder: string;
  readonly pipeline: string;
}

const targetOf = ({ place, folder, pipeline }: Input) => ({
  cluster: place,
  apiVersion: API_VERSION,
  kind: 'Pipeline',
  namespace: folder,
  name: pipeline,
});

export const startRun = defineOperation({
  contract: pipelineOperations.startRun,
  target: targetOf,
  async needs(input) {
    const at = { cluster: input.place, namespace: input.folder };
    const target = targetOf(input);
    return [
      { access: { ...at, verb: 'get', resource: PIPELINES, name: input.pipeline }, target },
      { access: { ...at, verb: 'create', resource: PIPELINE_RUNS }, target },
    ];
  },
  async plan(input, context) {
    const {
      place,
      folder,
      pipeline,
      params = {},
      workspaces = {},
      serviceAccount,
      runName,
    } = input;
    const { kube, viewer } = context;
    const at = { cluster: place, namespace: folder };
    const object = await kube.get({ ...at, resource: PIPELINES, name: pipeline }, viewer);
    const spec = {
      pipelineRef: { name: pipeline },
      params: Object.entries(params).map(([name, value]) => ({ name, value })),
      workspaces: Object.entries(workspaces).map(([name, binding]) => bind(name, binding)),
      ...(serviceAccount === undefined
        ? {}
        : { taskRunTemplate: { serviceAccountName: serviceAccount } }),
    };
    const planned = await planNewRun({ ...at, prefix: pipeline, name: runName, spec }, context);
    return {
      summary: say('startRun', { pipeline }),
      refusal: whyNot(pipelineSpecSchema.parse(object.spec), { params, workspaces }),
      ...planned,
    };
  },
  run: (_input, context) => startNewRun(context),
  compensate: startedCompensation,
});

function bind(name: string, binding: WorkspaceBinding): object {
  if (binding.kind === 'emptyDir') return { name, emptyDir: {} };
  if (binding.kind === 'persistentVolumeClaim')
    return { name, persistentVolumeClaim: { claimName: binding.name } };
  if (binding.kind === 'configMap') return { name, configMap: { name: binding.name } };
  if (binding.kind === 'secret') return { name, secret: { secretName: binding.name } };
  const { storage, storageClass } = binding;
  const spec = {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage } },
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
  };
  return { name, volumeClaimTemplate: { spec } };
}

/** What Tekton would say only once the run has begun. */
export function whyNot(
  spec: PipelineSpec,
  given: { params: Readonly<Record<string, Value>>; workspaces: Readonly<Record<string, unknown>> },
): Phrase | undefined {
  const params = spec.params ?? [];
  const workspaces = spec.workspaces ?? [];
  const isGiven = (name: string) => Object.hasOwn(given.params, name);
  const unknown = Object.keys(given.params).find(each => !params.some(({ name }) => name === each));
  if (unknown !== undefined) return say('noPipelineParam', { name: unknown });
  for (const param of params) {
    const value = given.params[param.name];
    if (!isGiven(param.name) || value === undefined) {
      if (param.default === undefined) return say('noValue', { name: param.name });
      continue;
    }
    if (typeOf(value) !== param.type)
      return say('paramType', { name: param.name, type: param.type });
    if (param.enum && typeof value === 'string' && !param.enum.includes(value))
      return say('paramOneOf', { name: param.name, values: param.enum.join(', ') });
  }
  const other = Object.keys(given.workspaces).find(
    each => !workspaces.some(({ name }) => name === each),
  );
  if (other !== undefined) return say('noWorkspace', { name: other });
  const unbound = workspaces.find(
    ({ name, optional }) => !optional && !Object.hasOwn(given.workspaces, name),
  );
  return unbound && say('unbound', { name: unbound.name });
}

function typeOf(value: Value): 'string' | 'array' | 'object' {
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'array' : 'object';
}
