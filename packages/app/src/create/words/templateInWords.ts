import type { Entity } from '@backstage/catalog-model';
import { wordsOf } from '@kubemate/plugin-template-runs-common';

/** A template of the catalog with title and description in the language. */
export function templateInWords(template: Entity, language: string): Entity {
  const { metadata } = template;
  const say = wordsOf(metadata, language);
  return {
    ...template,
    metadata: {
      ...metadata,
      ...(metadata.title !== undefined && { title: say(metadata.title) }),
      ...(metadata.description !== undefined && { description: say(metadata.description) }),
    },
  };
}
