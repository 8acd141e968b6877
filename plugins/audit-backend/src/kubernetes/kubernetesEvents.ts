import { z } from 'zod';

const name = z.string().max(2000);

/** An event of `audit.k8s.io/v1`, as far as it is kept. Bodies of requests and answers are never read: they hold secrets. */
export const kubernetesEventSchema = z.looseObject({
  auditID: z.string().min(1).max(200),
  stage: z.string().max(40),
  verb: z.string().max(50),
  requestURI: z.string().optional(),
  user: z.looseObject({ username: name.optional() }),
  impersonatedUser: z.looseObject({ username: name.optional() }).nullish(),
  sourceIPs: z.array(z.string().max(100)).nullish(),
  userAgent: z.string().nullish(),
  objectRef: z
    .looseObject({
      resource: z.string().max(253).optional(),
      subresource: z.string().max(100).optional(),
      namespace: name.optional(),
      name: name.optional(),
      apiGroup: z.string().max(253).optional(),
      apiVersion: z.string().max(63).optional(),
    })
    .nullish(),
  responseStatus: z
    .looseObject({
      code: z.number().int().optional(),
      reason: z.string().max(1000).optional(),
      message: z.string().optional(),
    })
    .nullish(),
  requestReceivedTimestamp: z.string().max(40),
  stageTimestamp: z.string().max(40).optional(),
});

export type KubernetesAuditEvent = z.infer<typeof kubernetesEventSchema>;
