import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { relatedTo, type Related } from './relatedTo';

function card(name: string, related: Related) {
  return EntityCardBlueprint.make({
    name,
    params: {
      type: 'content',
      // Only where there is something to show.
      filter: entity => relatedTo(entity, related).length > 0,
      loader: () =>
        import('./RelatedCard').then(module => <module.RelatedCard related={related} />),
    },
  });
}

/** In the place of Backstage's tables of relations, which do not hold on a phone. */
export const relatedCards = [
  card('depends-on', 'dependsOn'),
  card('depended-on-by', 'dependedOnBy'),
  card('contains', 'contains'),
];
