import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useTheme } from '@mui/material/styles';
import { shellTranslationRef } from '../../translations/shellTranslationRef';

/** Relations of the catalog's own model; another plugin's keep their names. */
const RELATIONS = [
  ...(['ownedBy', 'ownerOf', 'dependsOn', 'dependencyOf', 'partOf', 'hasPart'] as const),
  ...(['consumesApi', 'apiConsumedBy', 'providesApi', 'apiProvidedBy'] as const),
  ...(['parentOf', 'childOf', 'memberOf', 'hasMember'] as const),
];

/** What an edge of the graph says, in the language of the page: both directions where it has two. */
export function RelationLabel({ edge }: { edge: { readonly relations: readonly string[] } }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const { palette } = useTheme();
  const words = edge.relations.map(relation => {
    const known = RELATIONS.find(each => each === relation);
    return known === undefined ? relation : t(`entityGraph.relation.${known}`);
  });
  return (
    <text textAnchor="middle" fill={palette.text.primary}>
      {words.join(' / ')}
    </text>
  );
}
