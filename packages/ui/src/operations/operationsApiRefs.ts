import { createApiRef } from '@backstage/frontend-plugin-api';
import type { OperationsApi } from '@kubemate/operations-common';
import type { Say } from './inWords';
import type { ReceiptTray } from './ReceiptTray';

/** Plans and runs the operations of every plugin. The clusters plugin provides it. */
export const operationsApiRef = createApiRef<OperationsApi>().with({
  id: 'plugin.clusters.operations',
  pluginId: 'clusters',
});

/** What was just done, over every page. The clusters plugin provides it. */
export const receiptTrayApiRef = createApiRef<ReceiptTray>().with({
  id: 'plugin.clusters.receipt-tray',
  pluginId: 'clusters',
});

/** Says phrases of any plugin, whose codes have the plugin before them. */
export interface PluginWords {
  useSay(): Say | undefined;
}

/** Says a text of a template, which its entity ref names. */
export type TemplateSay = (template: string, text: string) => string;

/** Says what templates of the catalog say. */
export interface TemplateWords {
  useSay(templates: readonly string[]): TemplateSay;
}

/** The words of templates in the language of the page. The app provides it. */
export const templateWordsApiRef = createApiRef<TemplateWords>().with({
  id: 'app.template-words',
  pluginId: 'app',
});

/** The words of all plugins in the language of the page. The app provides it. */
export const pluginWordsApiRef = createApiRef<PluginWords>().with({
  id: 'app.plugin-words',
  pluginId: 'app',
});
