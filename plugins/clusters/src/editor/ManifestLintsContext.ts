import type { ManifestLintProps } from '@kubemate/ui';
import { createContext, type ComponentType } from 'react';

/** Checks of manifests beyond their schema, which other plugins bring by ManifestLintBlueprint. */
export const ManifestLintsContext = createContext<readonly ComponentType<ManifestLintProps>[]>([]);
