import { createExtensionBlueprint, createExtensionDataRef } from '@backstage/frontend-plugin-api';
import { lazy, type ComponentType } from 'react';
import type { ManifestLint } from '../yaml/ManifestLint';

/** Where a manifest is edited. */
export interface ManifestLintProps {
  readonly cluster: string;
  readonly namespace?: string;
  readonly apiVersion: string;
  readonly kind: string;
  onLint(lint: ManifestLint | undefined): void;
}

const lintDataRef = createExtensionDataRef<ComponentType<ManifestLintProps>>().with({
  id: 'kubemate.manifest-lint',
});

/** Checks what is written in the editor of objects, beside the schema of the kind. The component draws nothing; it comes without a query cache. */
export const ManifestLintBlueprint = createExtensionBlueprint({
  kind: 'manifest-lint',
  attachTo: { id: 'page:clusters/explorer', input: 'manifestLints' },
  output: [lintDataRef],
  dataRefs: { lint: lintDataRef },
  *factory(params: { loader(): Promise<ComponentType<ManifestLintProps>> }) {
    yield lintDataRef(lazy(async () => ({ default: await params.loader() })));
  },
});
