import type { ObjectProposalProps } from '@kubemate/ui';
import { createContext, type ComponentType } from 'react';

/** Ways to bring a change into Git, which other plugins bring by ObjectProposalBlueprint. */
export const ObjectProposalsContext = createContext<readonly ComponentType<ObjectProposalProps>[]>(
  [],
);
