import type { Entity } from '@backstage/catalog-model';
import { AnnotationValidator } from './AnnotationValidator';

function cart(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'cart', annotations },
  };
}

describe('AnnotationValidator', () => {
  it('refuses an entity by its name, with the annotation', async () => {
    await expect(
      new AnnotationValidator().preProcessEntity(
        cart({ 'backstage.io/kubernetes-namespace': 'Shop!' }),
      ),
    ).rejects.toThrow(
      /^component:default\/cart: the annotation backstage\.io\/kubernetes-namespace must be/,
    );
  });

  it('lets the others through as they are', async () => {
    const plain = cart();
    expect(await new AnnotationValidator().preProcessEntity(plain)).toBe(plain);
    const tied = cart({ 'backstage.io/kubernetes-id': 'cart' });
    expect(await new AnnotationValidator().preProcessEntity(tied)).toBe(tied);
  });
});
