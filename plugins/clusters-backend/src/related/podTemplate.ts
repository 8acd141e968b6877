import type { KubeObject } from '@kubemate/kube-common';
import type { ReferringPodSpec } from './podReferences';

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: ReferringPodSpec;
}

interface Templated extends KubeObject {
  readonly spec?: {
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec?: { readonly template?: Template } };
  };
}

/** The template of an object's pods: of a workload, or of the jobs of a CronJob. */
export function podTemplate(object: KubeObject): Template | undefined {
  const { spec }: Templated = object;
  return spec?.jobTemplate?.spec?.template ?? spec?.template;
}
