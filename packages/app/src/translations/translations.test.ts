import catalogReactZh from './backstage/catalogReactZh';
import catalogZh from './backstage/catalogZh';
import coreComponentsZh from './backstage/coreComponentsZh';
import orgZh from './backstage/orgZh';
import zh from './zh';
import { shellTranslationRef } from './shellTranslationRef';

/** The messages of a ref, flattened to the keys that its translations use. */
function keysOf(ref: typeof shellTranslationRef): string[] {
  const { getDefaultMessages } = ref as unknown as { getDefaultMessages(): Record<string, string> };
  return Object.keys(getDefaultMessages.call(ref));
}

describe('the shell’s translations', () => {
  it('has every message in 简体中文, and none too many', () => {
    expect(Object.keys(zh).sort()).toEqual(keysOf(shellTranslationRef).sort());
  });

  it('leaves no message empty', () => {
    for (const [key, text] of Object.entries(zh)) expect([key, text.trim()]).not.toEqual([key, '']);
  });
});

describe('the words of Backstage’s own pages', () => {
  const modules = [catalogZh, catalogReactZh, coreComponentsZh, orgZh];

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
