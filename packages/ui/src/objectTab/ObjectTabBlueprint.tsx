import { createExtensionBlueprint, createExtensionDataRef } from '@backstage/frontend-plugin-api';
import { lazy, type ComponentType } from 'react';

/** The object that a tab is about. */
export interface ObjectTabTarget {
  readonly cluster: string;
  readonly kind: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
}

/** A further tab of the object page, brought by another plugin. */
export interface ObjectTab {
  /** As it stands in the address: `?tab=activity`. */
  readonly id: string;
  /** Draws its name, in the person's language. */
  readonly Title: ComponentType;
  readonly Content: ComponentType<{ target: ObjectTabTarget }>;
}

const objectTabDataRef = createExtensionDataRef<ObjectTab>().with({ id: 'kubemate.object-tab' });

/** Puts a tab on the page of every object. Its content comes without a query cache: bring one, as QueryWrapper. */
export const ObjectTabBlueprint = createExtensionBlueprint({
  kind: 'object-tab',
  attachTo: { id: 'page:clusters/explorer', input: 'objectTabs' },
  output: [objectTabDataRef],
  dataRefs: { tab: objectTabDataRef },
  *factory(params: {
    id: string;
    Title: ComponentType;
    loader(): Promise<ComponentType<{ target: ObjectTabTarget }>>;
  }) {
    const Content = lazy(async () => ({ default: await params.loader() }));
    yield objectTabDataRef({ id: params.id, Title: params.Title, Content });
  },
});
