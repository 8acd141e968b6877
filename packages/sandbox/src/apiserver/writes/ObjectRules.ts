import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import type { QuotaAdmission } from '../admission/QuotaAdmission';
import type { ServiceAllocator } from '../admission/ServiceAllocator';
import { admitPod } from '../admission/podAdmission';
import { defaultBuiltIn } from '../defaults/builtInDefaults';
import type { EscalationGuard } from '../rbac/EscalationGuard';
import type { ResourceType } from '../ResourceType';
import { applyDefaults } from '../schema/applyDefaults';
import { Causes } from '../validation/Causes';
import { validateBuiltIn, validateBuiltInUpdate } from '../validation/validateBuiltIn';
import { validateMetadata, validateMetadataUpdate } from '../validation/validateMetadata';
import { validatePodUpdate } from '../validation/validatePod';
import { validateSchema } from '../validation/validateSchema';
import { trackWrite } from '../fieldmanager/trackWrite';
import type { WriteHooks } from './WriteHooks';
import type { WriteRequest } from './WriteRequest';
import { prepareCreate, prepareUpdate } from './strategy';

/** What a real API server holds requests to, in CEL, which this one does not speak. It says so to whoever makes one. */
const NOT_EVALUATED = [
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
];

interface RuleParts {
  readonly escalation: EscalationGuard;
  readonly quota: QuotaAdmission;
  readonly services: ServiceAllocator;
  /** Whether new pods get the volume with their service account's token. */
  readonly mountTokens: boolean;
}

interface UpdateContext {
  readonly type: ResourceType;
  readonly request: WriteRequest;
}

/** What each step of a write means for each kind of object. */
export class ObjectRules implements WriteHooks {
  constructor(
    private readonly cluster: Cluster,
    private readonly parts: RuleParts,
  ) {}

  prepareCreate(draft: KubeObject, type: ResourceType, request: WriteRequest): void {
    prepareCreate(draft, { type, request, cluster: this.cluster });
  }

  prepareUpdate(draft: KubeObject, current: KubeObject, context: UpdateContext): void {
    prepareUpdate(draft, current, { ...context, cluster: this.cluster });
  }

  setDefaults(draft: KubeObject, type: ResourceType): void {
    const schema = type.schema();
    if (type.custom !== undefined && schema !== undefined) applyDefaults(draft, schema);
    else defaultBuiltIn(type.collection, draft);
  }

  admitCreate(draft: KubeObject, type: ResourceType, request: WriteRequest): void {
    if (NOT_EVALUATED.includes(type.collection))
      request.warnings.push(
        `this API server keeps a ${type.kind} and does not evaluate it: nothing is refused by it`,
      );
    if (!request.local) this.parts.escalation.check(draft, type, request.user);
    this.requireNamespace(draft, type);
    if (type.collection === 'pods')
      admitPod(this.cluster, draft, { mountToken: this.parts.mountTokens });
    if (type.collection === 'services') this.parts.services.allocate(draft);
  }

  admitUpdate(draft: KubeObject, current: KubeObject, { type, request }: UpdateContext): void {
    if (!request.local) this.parts.escalation.check(draft, type, request.user);
    if (type.collection === 'services' && request.subresource === undefined)
      this.parts.services.keep(draft, current);
  }

  admitQuota(
    before: KubeObject | undefined,
    after: KubeObject,
    { type }: { type: ResourceType; dryRun: boolean },
  ): void {
    this.parts.quota.admit(before, after, type);
  }

  trackFields(change: {
    before: KubeObject | undefined;
    after: KubeObject;
    type: ResourceType;
    request: WriteRequest;
  }): void {
    trackWrite(change, this.cluster.clock.now());
  }

  validateCreate(draft: KubeObject, type: ResourceType): void {
    this.refuse(this.findings(draft, type), draft, type);
  }

  validateUpdate(draft: KubeObject, current: KubeObject, { type, request }: UpdateContext): void {
    const isStatus = request.subresource === 'status';
    const causes =
      isStatus && type.custom === undefined ? new Causes() : this.findings(draft, type);
    validateMetadataUpdate(draft, current, causes);
    if (!isStatus) {
      validateBuiltInUpdate(type.collection, { after: draft, before: current }, causes);
      if (type.collection === 'pods')
        validatePodUpdate(draft.spec, current.spec, {
          causes,
          subresource: request.subresource,
          local: request.local,
        });
    }
    this.refuse(causes, draft, type);
  }

  mayRemove(object: KubeObject, type: ResourceType): boolean {
    const spec = object.spec as { finalizers?: readonly string[] } | undefined;
    return type.collection !== 'namespaces' || (spec?.finalizers ?? []).length === 0;
  }

  private findings(draft: KubeObject, type: ResourceType): Causes {
    const causes = new Causes();
    validateMetadata(draft, type, causes);
    const schema = type.schema();
    if (type.custom === undefined) validateBuiltIn(type.collection, draft, causes);
    else if (schema !== undefined)
      causes.list.push(...validateSchema(draft, type.custom.openAPIV3Schema));
    return causes;
  }

  private refuse(causes: Causes, draft: KubeObject, type: ResourceType): void {
    if (causes.list.length === 0) return;
    const subject = { group: type.group, kind: type.kind, name: draft.metadata.name };
    throw ApiStatusError.invalid(subject, causes.list);
  }

  private requireNamespace(draft: KubeObject, type: ResourceType): void {
    const { namespace, name } = draft.metadata;
    if (!type.namespaced || namespace === undefined) return;
    const entry = this.cluster.store.collection('namespaces').get(namespace);
    const namespaces = { group: '', plural: 'namespaces' };
    if (entry === undefined) throw ApiStatusError.notFound(namespaces, namespace);
    if (entry.object().metadata.deletionTimestamp === undefined) return;
    const error = ApiStatusError.forbidden(
      type,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    );
    error.body.details = {
      ...error.body.details,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    };
    throw error;
  }
}
