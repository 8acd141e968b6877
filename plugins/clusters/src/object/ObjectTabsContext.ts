import type { ObjectTab } from '@kubemate/ui';
import { createContext } from 'react';

/** Tabs that other plugins put on the object page, by ObjectTabBlueprint. */
export const ObjectTabsContext = createContext<readonly ObjectTab[]>([]);
