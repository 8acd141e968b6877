import { accessSubjectSchema } from '@kubemate/plugin-tenants-common';
import type { AccessRequest, KubeSubject, MatrixRequest } from '@kubemate/plugin-tenants-common';
import { choiceParam, listParam, textParam } from '@kubemate/ui';

export const TABS = ['why', 'matrix', 'findings'] as const;
export const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'] as const;

/** What people ask about most; anything else can be typed. */
export const RESOURCES = [
  'pods',
  'pods/exec',
  'pods/log',
  'deployments.apps',
  'statefulsets.apps',
  'services',
  'configmaps',
  'secrets',
  'jobs.batch',
  'cronjobs.batch',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'persistentvolumeclaims',
  'resourcequotas',
  'serviceaccounts',
  'rolebindings.rbac.authorization.k8s.io',
  'namespaces',
  'nodes',
  'clusterroles.rbac.authorization.k8s.io',
] as const;

/** The question as it stands in the address; place and subject are shared by the tabs. */
export const ACCESS_PARAMS = {
  tab: choiceParam(TABS),
  subject: textParam(),
  verb: textParam(),
  resource: textParam(),
  cluster: textParam(),
  namespace: textParam(),
  name: textParam(),
  /** Of the matrix: part of a subject's name, and what it must be able to do. */
  who: textParam(),
  can: textParam(),
  on: textParam(),
  /** Of the findings. */
  search: textParam(),
  kinds: listParam(),
  severities: listParam(),
  clusters: listParam(),
};

export interface Question {
  /** The person who asks where empty. */
  readonly subject: string;
  readonly verb: string;
  readonly resource: string;
  readonly cluster: string;
  /** The whole cluster where empty. */
  readonly namespace: string;
  readonly name: string;
}

export type QuestionProblem = 'subject' | 'verb' | 'resource' | 'cluster' | 'namespace';

const VERB = /^[a-z*]{1,63}$/;
const RESOURCE = /^[a-z0-9*][-a-z0-9.*]*(\/[a-z*]+)?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What keeps the question from being asked, the first of it. */
export function questionProblem(question: Question): QuestionProblem | undefined {
  const { subject, verb, resource, cluster, namespace } = question;
  if (subject !== '' && !accessSubjectSchema.safeParse(subject).success) return 'subject';
  if (!VERB.test(verb)) return 'verb';
  if (!RESOURCE.test(resource)) return 'resource';
  if (cluster === '') return 'cluster';
  return namespace === '' || NAMESPACE.test(namespace) ? undefined : 'namespace';
}

/** The question to the API; undefined while it is not one. */
export function toAccessRequest(question: Question): AccessRequest | undefined {
  if (questionProblem(question) !== undefined) return undefined;
  const { verb, resource, cluster, subject, namespace, name } = question;
  return {
    ...{ verb, resource, cluster },
    ...(subject === '' ? {} : { subject }),
    ...(namespace === '' ? {} : { namespace }),
    ...(name === '' ? {} : { name }),
  };
}

export function toMatrixRequest({
  cluster,
  namespace,
}: Pick<Question, 'cluster' | 'namespace'>): MatrixRequest | undefined {
  if (cluster === '' || (namespace !== '' && !NAMESPACE.test(namespace))) return undefined;
  return namespace === '' ? { cluster } : { cluster, namespace };
}

/** A subject of a binding as a question names it. */
export function subjectText({ kind, name, namespace }: KubeSubject): string {
  switch (kind) {
    case 'ServiceAccount':
      return `serviceaccount:${namespace ?? ''}/${name}`;
    case 'Group':
      return `kubegroup:${name}`;
    default:
      return `kubeuser:${name}`;
  }
}
