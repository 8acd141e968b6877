import { BODY } from './celCases';

/** Key `token` of the Secret `git-webhook`. */
export const SECRET = 'canary-of-a-trigger';
/** What a trigger makes of an event; each case has a Trigger and a group that selects it. */
export interface TriggerCase {
  readonly title: string;
  readonly interceptors?: readonly object[];
  /** Of its group. */
  readonly groupInterceptors?: readonly object[];
  readonly bindings?: readonly object[];
  /** A value for the parameter `a`, in place of bindings. */
  readonly a?: string;
  readonly template?: object;
  readonly body?: object;
  /** To the byte, in place of the body. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of the parameters of each run that is made; none where the event is stopped, or nothing can be made of it. */
  readonly made: readonly (readonly string[])[];
  /** Besides those of the event. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A PipelineRun with parameters of these values. */
export function run(values: readonly string[], metadata: object = {}) {
  return {
    ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun' },
    metadata: { generateName: 'made-', ...metadata },
    spec: {
      pipelineRef: { name: 'none' },
      params: values.map((value, at) => ({ name: `p${at}`, value })),
    },
  };
}

export const core = (name: string, params: Record<string, unknown>) => ({
  ref: { name, kind: 'ClusterInterceptor' },
  params: Object.entries(params).map(([key, value]) => ({ name: key, value })),
});
export const cel = (params: Record<string, unknown>) => core('cel', params);
export const filter = (expression: string) => [cel({ filter: expression })];
export const PAYLOAD = JSON.stringify(BODY);
