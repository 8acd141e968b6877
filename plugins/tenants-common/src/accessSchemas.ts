import { z } from 'zod';
import { clusterNameSchema } from './tenantSchemas';

/** A person or group of the catalog, a service account, or a name as Kubernetes has it. */
export const accessSubjectSchema = z
  .string()
  .min(1)
  .max(250)
  .regex(
    /^(?:(?:user|group):[\w.-]+\/[\w.-]+|serviceaccount:[\w.-]+\/[\w.-]+|(?:kubeuser|kubegroup):[\w.:@/-]+)$/,
    'must be user:ns/name, group:ns/name, serviceaccount:namespace/name, kubeuser:name or kubegroup:name',
  );

export const accessQuerySchema = z.strictObject({
  /** The caller where absent. */
  subject: accessSubjectSchema.optional(),
  verb: z
    .string()
    .min(1)
    .max(63)
    .regex(/^[a-z*]+$/),
  /** `deployments.apps`, `pods/exec`, `secrets`: plural, then its group. */
  resource: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9*][-a-z0-9.*]*(\/[a-z*]+)?$/),
  cluster: clusterNameSchema,
  /** In the whole cluster where absent. */
  namespace: z.string().min(1).max(63).optional(),
  name: z.string().min(1).max(253).optional(),
});

export const kubeSubjectSchema = z.object({
  kind: z.enum(['User', 'Group', 'ServiceAccount']),
  name: z.string(),
  namespace: z.string().optional(),
});

export const policyRuleSchema = z.object({
  verbs: z.array(z.string()),
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()),
});

/** One way a right comes about: the subject, the binding that names it, the role it gives, the rule in the role. */
export const bindingChainSchema = z.object({
  subject: kubeSubjectSchema,
  binding: z.object({
    kind: z.enum(['RoleBinding', 'ClusterRoleBinding']),
    name: z.string(),
    namespace: z.string().optional(),
  }),
  role: z.object({
    kind: z.enum(['Role', 'ClusterRole']),
    name: z.string(),
    namespace: z.string().optional(),
  }),
  rule: policyRuleSchema,
  /** The ClusterRole that an aggregated one has the rule from. */
  aggregatedFrom: z.string().optional(),
});

export const accessAnswerSchema = z.object({
  allowed: z.boolean(),
  because: z.array(bindingChainSchema),
  /** `review`: the API server was asked. `bindings`: only bindings and roles were read; other authorizers may decide otherwise. */
  decidedBy: z.enum(['review', 'bindings']),
  /** Of a refusal: what is missing, in a sentence. Of a right without a chain: what the API server says. */
  reason: z.string().optional(),
  /** Whom the API server takes the subject for. */
  identity: z.object({ user: z.string().optional(), groups: z.array(z.string()) }),
  /** Bindings that name the subject here and do not give this right: what they do have. */
  others: z.array(bindingChainSchema.omit({ rule: true, aggregatedFrom: true })),
});

export const matrixQuerySchema = z.strictObject({
  cluster: clusterNameSchema,
  namespace: z.string().min(1).max(63).optional(),
});

export const accessMatrixSchema = z.object({
  /** `pods`, `deployments.apps`, … in the order to be shown. */
  resources: z.array(z.string()),
  items: z.array(
    z.object({
      subject: kubeSubjectSchema,
      /** Verbs by resource, in the order of the question. */
      verbs: z.record(z.string(), z.array(z.string())),
    }),
  ),
  failures: z.array(z.object({ cluster: z.string(), reason: z.string() })),
});

export const findingKinds = [
  'wildcard',
  'secrets-everywhere',
  'escalation',
  'exec-in-prod',
  'default-service-account',
] as const;

export const accessFindingSchema = z.object({
  kind: z.enum(findingKinds),
  severity: z.enum(['high', 'medium']),
  cluster: z.string(),
  chain: bindingChainSchema,
});

export const accessFindingsSchema = z.object({
  items: z.array(accessFindingSchema),
  failures: z.array(z.object({ cluster: z.string(), reason: z.string() })),
});
