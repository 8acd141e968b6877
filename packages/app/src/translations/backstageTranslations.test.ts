import catalogReactZh from './backstage/catalogReactZh';
import catalogZh from './backstage/catalogZh';
import coreComponentsZh from './backstage/coreComponentsZh';
import kubernetesReactZh from './backstage/kubernetesReactZh';
import kubernetesZh from './backstage/kubernetesZh';
import orgZh from './backstage/orgZh';
import scaffolderReactZh from './backstage/scaffolderReactZh';
import scaffolderZh from './backstage/scaffolderZh';

/** An address stays an address. */
const ADDRESSES = new Set([
  'entityPeekAheadPopover.emailCardAction.subTitle',
  'templateEditorToolbar.addToCatalogDialogActions.documentationUrl',
]);

describe('the words of Backstage’s own pages', () => {
  const modules = [
    catalogZh,
    catalogReactZh,
    coreComponentsZh,
    kubernetesZh,
    kubernetesReactZh,
    orgZh,
    scaffolderReactZh,
    scaffolderZh,
  ];

  it.each(modules.map(module => [module.id, module] as const))(
    'are Chinese and not empty: %s',
    (_, { messages }) => {
      const latin = Object.entries(messages).filter(
        ([key, text]) => !ADDRESSES.has(key) && (text === null || !/[\u4e00-\u9fff]/.test(text)),
      );
      expect(latin.map(([key]) => key)).toEqual([]);
    },
  );
});
