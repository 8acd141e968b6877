import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Section,
  textParam,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import ToggleButton from '@mui/material/ToggleButton';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useAccessMatrix, useTenants } from '../api/queries';
import { MatrixTable } from '../access/MatrixTable';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { MyRights } from './MyRights';
import { TenantRoles } from './TenantRoles';
import { placeKey, type AccessPlace } from './AccessPlace';

const PARAMS = { place: textParam() };

/**
 * Who may do what in some places of clusters: oneself, the members of the tenant there, and everybody by the bindings there are. It comes without a query
 * cache.
 */
export function PlaceAccess({ places }: { places: readonly AccessPlace[] }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [state, update] = useUrlState(PARAMS);
  const place = places.find(each => placeKey(each) === state.place) ?? places[0];
  if (place === undefined)
    return <EmptyState title={t('entityAccess.none')} description={t('entityAccess.noneHint')} />;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, minWidth: 0 }}>
      <Box
        role="group"
        aria-label={t('entityAccess.places')}
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}
      >
        {places.map(each => (
          <ToggleButton
            key={placeKey(each)}
            size="small"
            value={placeKey(each)}
            selected={each === place}
            onChange={() => update({ place: placeKey(each) }, { history: 'push' })}
          >
            {[each.namespace, each.cluster].filter(Boolean).join(' · ')}
          </ToggleButton>
        ))}
      </Box>
      <MyRights place={place} />
      <TenantRoles place={place} />
      <Everybody place={place} />
    </Box>
  );
}

/** Subjects over kinds, for those who may ask about others. */
function Everybody({ place }: { place: AccessPlace }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const list = useTenants();
  const may = list.data?.mayAskAboutOthers === true;
  const matrix = useAccessMatrix(may ? place : undefined);
  const { cluster, namespace = '' } = place;
  const to = links.access({ tab: 'matrix', ...place });
  return (
    <Section
      title={t('entityAccess.everybody')}
      flush={may && matrix.data !== undefined}
      actions={
        may && (
          <Link component={RouterLink} to={to} variant="body2">
            {t('access.explorer')}
          </Link>
        )
      }
    >
      {list.isPending || (may && matrix.isPending) ? (
        <LoadingState lines={5} />
      ) : !may ? (
        <Typography variant="body2" color="text.secondary">
          {t('access.onlyYourself')}
        </Typography>
      ) : matrix.data === undefined ? (
        <ErrorState
          title={t('access.failed')}
          error={new Error(describeError(matrix.error).message)}
          onRetry={() => void matrix.refetch()}
        />
      ) : (
        <MatrixTable
          items={matrix.data.items}
          resources={matrix.data.resources}
          cluster={cluster}
          namespace={namespace}
        />
      )}
    </Section>
  );
}
