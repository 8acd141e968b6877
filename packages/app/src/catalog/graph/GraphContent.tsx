import { getCompoundEntityRef, parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { ApiProvider } from '@backstage/core-app-api';
import { useApi, type ApiHolder, type ApiRef } from '@backstage/core-plugin-api';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Direction, EntityRelationsGraph } from '@backstage/plugin-catalog-graph';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import { catalogApiRef, entityRouteRef, useEntity } from '@backstage/plugin-catalog-react';
import { choiceParam, Section, useUrlState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import { useTheme } from '@mui/material/styles';
import TextField from '@mui/material/TextField';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useMemo } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { completedCatalog } from './CompletedCatalog';
import { RelationLabel } from './RelationLabel';

const DEPTHS = ['1', '2', '3'] as const;
const PARAMS = { depth: choiceParam(DEPTHS) };

/** What an entity depends on, is part of and belongs to, and what hangs on it; as far as the person may know of it. */
export function GraphContent() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(shellTranslationRef);
  const [{ depth }, update] = useUrlState(PARAMS);
  const fullPage = useRouteRef(catalogGraphPlugin.routes.catalogGraph)?.();
  const root = stringifyEntityRef(entity);
  const query = new URLSearchParams([
    ['rootEntityRefs[]', root],
    ['maxDepth', depth],
  ]);
  return (
    <Section
      title={t('entityGraph.title')}
      flush
      actions={
        <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
          <TextField
            select
            size="small"
            hiddenLabel
            SelectProps={{
              SelectDisplayProps: { 'aria-label': `${t('entityGraph.depth')}: ${depth}` },
              renderValue: () => `${t('entityGraph.depth')}: ${depth}`,
            }}
            value={depth}
            onChange={({ target }) => {
              const next = DEPTHS.find(each => each === target.value);
              if (next) update({ depth: next });
            }}
            sx={{ minWidth: 96 }}
          >
            {DEPTHS.map(each => (
              <MenuItem key={each} value={each}>
                {each}
              </MenuItem>
            ))}
          </TextField>
          {fullPage !== undefined && (
            <Link component={RouterLink} to={`${fullPage}?${query}`} variant="body2" noWrap>
              {t('entityGraph.fullPage')}
            </Link>
          )}
        </Box>
      }
    >
      <Box sx={{ height: { xs: 480, md: 600 }, overflow: 'auto' }}>
        <Graph key={root} depth={Number(depth)} />
      </Box>
    </Section>
  );
}

function Graph({ depth }: { depth: number }) {
  const { entity } = useEntity();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('md'));
  const navigate = useNavigate();
  const entityPath = useRouteRef(entityRouteRef);
  const catalog = useApi(catalogApiRef);
  const apis = useMemo(() => holderOf(catalogApiRef, completedCatalog(catalog)), [catalog]);
  const root = useMemo(() => getCompoundEntityRef(entity), [entity]);
  return (
    <ApiProvider apis={apis}>
      <EntityRelationsGraph
        rootEntityNames={root}
        maxDepth={depth}
        direction={isNarrow ? Direction.TOP_BOTTOM : Direction.LEFT_RIGHT}
        unidirectional={false}
        mergeRelations
        zoom="enable-on-click"
        renderLabel={props => <RelationLabel {...props} />}
        onNodeClick={node => {
          const path = entityPath?.(parseEntityRef(node.id));
          if (path !== undefined) navigate(path);
        }}
      />
    </ApiProvider>
  );
}

/** One API in the place of the app's; every other is the app's own. */
function holderOf<T>(api: ApiRef<T>, implementation: T): ApiHolder {
  const apis = new Map<string, unknown>([[api.id, implementation]]);
  return { get: <A,>(ref: ApiRef<A>) => apis.get(ref.id) as A | undefined };
}
