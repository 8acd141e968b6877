import catalogReactZh from './backstage/catalogReactZh';
import catalogZh from './backstage/catalogZh';
import coreComponentsZh from './backstage/coreComponentsZh';
import kubernetesReactZh from './backstage/kubernetesReactZh';
import kubernetesZh from './backstage/kubernetesZh';
import orgZh from './backstage/orgZh';
import scaffolderReactZh from './backstage/scaffolderReactZh';
import scaffolderZh from './backstage/scaffolderZh';

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
        ([, text]) => text === null || !/[\u4e00-\u9fff]/.test(text),
      );
      // An address stays an address.
      expect(latin.map(([key]) => key)).toEqual(
        latin.length === 0 ? [] : ['entityPeekAheadPopover.emailCardAction.subTitle'],
      );
    },
  );
});
