import type { KubeObject } from '@kubemate/kube-common';
import { jsonEqual } from '../json';
import type { ResourceType } from '../ResourceType';
import type { Causes } from './Causes';
import {
  checkAnnotations,
  checkLabelName,
  checkLabels,
  checkPathSegment,
  checkSubdomain,
} from './names';

/** Collections whose names are single DNS labels; RBAC names are free; the rest are DNS subdomains. */
const LABEL_NAMES = new Set(['namespaces', 'services']);

export function validateMetadata(object: KubeObject, type: ResourceType, causes: Causes): void {
  const { name, generateName, labels, annotations, ownerReferences } = object.metadata;
  if (name === '') {
    causes.required('metadata.name', 'name or generateName is required');
  } else if (type.group === 'rbac.authorization.k8s.io') {
    checkPathSegment(name, 'metadata.name', causes);
  } else if (LABEL_NAMES.has(type.collection)) {
    checkLabelName(name, 'metadata.name', causes);
  } else if (!type.collection.startsWith('ipaddresses.')) {
    checkSubdomain(name, 'metadata.name', causes);
  }
  if (generateName !== undefined && generateName.length > 253)
    causes.invalid('metadata.generateName', generateName, 'must be no more than 253 bytes');
  checkLabels(labels ?? {}, 'metadata.labels', causes);
  checkAnnotations(annotations ?? {}, 'metadata.annotations', causes);
  let controllers = 0;
  (ownerReferences ?? []).forEach((owner, index) => {
    const field = `metadata.ownerReferences[${index}]`;
    if (!owner.apiVersion)
      causes.invalid(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty');
    if (!owner.kind) causes.invalid(`${field}.kind`, owner.kind ?? '', 'must not be empty');
    if (!owner.name) causes.invalid(`${field}.name`, owner.name ?? '', 'must not be empty');
    if (!owner.uid) causes.invalid(`${field}.uid`, owner.uid ?? '', 'must not be empty');
    if (owner.controller === true) controllers += 1;
  });
  if (controllers > 1)
    causes.invalid(
      'metadata.ownerReferences',
      ownerReferences,
      'Only one reference can have Controller set to true',
    );
}

/** Finalizers can only be taken away once deletion has begun. */
export function validateMetadataUpdate(
  object: KubeObject,
  before: KubeObject,
  causes: Causes,
): void {
  if (before.metadata.deletionTimestamp === undefined) return;
  const known = new Set(before.metadata.finalizers ?? []);
  const added = (object.metadata.finalizers ?? []).filter(finalizer => !known.has(finalizer));
  if (added.length > 0)
    causes.forbidden(
      'metadata.finalizers',
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
        .map(finalizer => `"${finalizer}"`)
        .join(', ')}}`,
    );
}

/** Refuses a change of a field that is fixed at creation. */
export function checkImmutable(
  after: unknown,
  before: unknown,
  context: { field: string; causes: Causes },
): void {
  if (!jsonEqual(after, before)) context.causes.invalid(context.field, after, 'field is immutable');
}
