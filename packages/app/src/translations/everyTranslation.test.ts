import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { TranslationRef } from '@backstage/frontend-plugin-api';

const ROOT = resolve(__dirname, '../../../..');

type Messages = Readonly<Record<string, string>>;

/** What Backstage keeps of a ref behind an internal type. */
interface RefInside {
  getDefaultMessages(): Messages;
  getDefaultResource(): {
    resources: { language: string; loader(): Promise<{ messages: Messages }> }[];
  };
}

/** Every file of this repository that makes a translation ref, so that one of a new package cannot be forgotten. */
const files = ['packages', 'plugins'].flatMap(folder =>
  readdirSync(join(ROOT, folder)).flatMap(name => {
    const source = join(ROOT, folder, name, 'src');
    return readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('TranslationRef.ts'))
      .map(file => join(source, file));
  }),
);

async function read(file: string): Promise<{ en: Messages; zh: Messages }> {
  const loaded: Record<string, TranslationRef & RefInside> = jest.requireActual(file);
  const ref = loaded[basename(file, '.ts')];
  const chinese = ref?.getDefaultResource().resources.find(({ language }) => language === 'zh');
  if (ref === undefined || chinese === undefined) throw new Error(`no 简体中文 by ${file}`);
  return { en: ref.getDefaultMessages(), zh: (await chinese.loader()).messages };
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name);

const HALF_WIDTH = /[\u3400-\u9fff][,;:!?()]|[,;:!?()][\u3400-\u9fff]/;

it('finds the refs of the shell, the components and the plugins', () => {
  expect(files.map(file => basename(file))).toEqual(
    expect.arrayContaining([
      'shellTranslationRef.ts',
      'uiTranslationRef.ts',
      'clustersTranslationRef.ts',
      'tenantsTranslationRef.ts',
      'auditTranslationRef.ts',
    ]),
  );
});

describe.each(files.map(file => [basename(file, '.ts'), file] as const))('%s', (_, file) => {
  it('has every text in both languages, none empty, with the same parts', async () => {
    const { en, zh } = await read(file);
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    const differing = Object.entries(en).filter(([key, english]) => {
      const text = zh[key] ?? '';
      // A sentence that the server brings in English, and Chinese says itself; its own test holds what it may name.
      const brought = /^{{\w+}}$/.test(english);
      const same = brought || `${placeholders(english).sort()}` === `${placeholders(text).sort()}`;
      return !same || english.trim() === '' || text.trim() === '';
    });
    expect(differing).toEqual([]);
  });

  it('has full-width punctuation beside Chinese characters', async () => {
    const { zh } = await read(file);
    expect(Object.entries(zh).filter(([, text]) => HALF_WIDTH.test(text))).toEqual([]);
  });
});
