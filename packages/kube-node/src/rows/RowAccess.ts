import { NamespaceSet } from './NamespaceSet';

/** Which rows of one cluster and kind a viewer may list. */
export interface RowAccess {
  /** Everything, cluster-scoped objects included; `namespaces` then does not count. */
  readonly all: boolean;
  readonly namespaces: NamespaceSet;
}

export const FULL_ACCESS: RowAccess = { all: true, namespaces: new NamespaceSet() };
export const NO_ACCESS: RowAccess = { all: false, namespaces: new NamespaceSet() };

/** The same text for viewers who may see the same rows. */
export function accessFingerprint(access: RowAccess): string {
  return access.all ? '*' : access.namespaces.fingerprint();
}
