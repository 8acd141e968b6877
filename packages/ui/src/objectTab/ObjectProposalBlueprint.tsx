import { createExtensionBlueprint, createExtensionDataRef } from '@backstage/frontend-plugin-api';
import { lazy, type ComponentType } from 'react';

/** An object that is being edited, and that something else than this portal puts back. */
export interface ObjectProposalProps {
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  /** Both as YAML. */
  readonly before: string;
  readonly after: string;
  /** Why nothing can be proposed yet. */
  readonly disabledReason?: string;
}

const proposalDataRef = createExtensionDataRef<ComponentType<ObjectProposalProps>>().with({
  id: 'kubemate.object-proposal',
});

/** Puts a button into the editor of objects that GitOps manages, by which a change goes into Git instead. It comes without a query cache. */
export const ObjectProposalBlueprint = createExtensionBlueprint({
  kind: 'object-proposal',
  attachTo: { id: 'page:clusters/explorer', input: 'objectProposals' },
  output: [proposalDataRef],
  dataRefs: { proposal: proposalDataRef },
  *factory(params: { loader(): Promise<ComponentType<ObjectProposalProps>> }) {
    yield proposalDataRef(lazy(async () => ({ default: await params.loader() })));
  },
});
