import type { EntityPresentationApi } from '@backstage/plugin-catalog-react';
import { presentationInWords } from './presentationInWords';

const shown = (primaryTitle: string) => ({ entityRef: 'x', primaryTitle });
const inner: EntityPresentationApi = {
  forEntity: () => ({ snapshot: shown('a'), promise: Promise.resolve(shown('A service')) }),
};
const metadata = { translations: { zh: { 'A service': '服务' } } };
const metadataOf = jest.fn(async () => metadata);
const api = presentationInWords(inner, { language: () => 'zh', metadataOf });

it('calls a template as the language of the page does, at once where that is waited for and later where it is drawn', async () => {
  const { promise, update$, snapshot } = api.forEntity('template:default/a');
  const drawn = jest.fn();
  const gone = jest.fn();
  update$?.subscribe(drawn);
  update$?.subscribe(gone).unsubscribe();
  expect(snapshot.primaryTitle).toBe('a');
  expect((await promise).primaryTitle).toBe('服务');
  expect(drawn).toHaveBeenCalledWith(shown('服务'));
  expect(gone).not.toHaveBeenCalled();
});

it('leaves all other entities to the catalog', async () => {
  metadataOf.mockClear();
  expect((await api.forEntity('component:default/a').promise).primaryTitle).toBe('A service');
  expect(metadataOf).not.toHaveBeenCalled();
});
