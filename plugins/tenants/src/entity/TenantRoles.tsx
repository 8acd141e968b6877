import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useTenants } from '../api/queries';
import { EntityLink } from '../links/EntityLink';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import type { AccessPlace } from './AccessPlace';

/** Who has which role of the tenant that a place belongs to, as far as the person sees that tenant. */
export function TenantRoles({ place }: { place: AccessPlace }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const tenant = useTenants().data?.items.find(each => placementOf(each, place) !== undefined);
  if (tenant === undefined) return null;
  return (
    <Section
      title={t('entityAccess.roles', { tenant: tenant.title })}
      flush
      actions={
        <Link component={RouterLink} to={links.tenant(tenant.name, 'members')} variant="body2">
          {t('tabs.members')}
        </Link>
      }
    >
      <MemberList members={membersAt(tenant, place)} empty={t('members.empty')} />
    </Section>
  );
}

/** Members with their roles, short. */
export function MemberList(props: { members: Tenant['members']; empty: string }) {
  const { members, empty } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  if (members.length === 0)
    return (
      <Typography variant="body2" color="text.secondary" sx={{ p: 2 }}>
        {empty}
      </Typography>
    );
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {members.map(({ subject, role, environments = [] }) => (
        <Box
          component="li"
          key={`${subject} ${role}`}
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 1,
            px: 2,
            py: 1,
            typography: 'body2',
            '& + &': { borderTop: 1, borderColor: 'divider' },
          }}
        >
          <Box sx={{ fontWeight: 550, overflowWrap: 'anywhere', flex: '1 1 160px' }}>
            <EntityLink entityRef={subject} />
          </Box>
          <span>{t(`role.${role}`)}</span>
          {environments.map(each => (
            <Chip key={each} size="small" variant="outlined" label={t(`environment.${each}`)} />
          ))}
        </Box>
      ))}
    </Box>
  );
}

function placementOf({ placements }: Tenant, { cluster, namespace }: AccessPlace) {
  return placements.find(
    each =>
      each.cluster === cluster && namespace !== undefined && each.namespaces.includes(namespace),
  );
}

function membersAt(tenant: Tenant, place: AccessPlace): Tenant['members'] {
  const environment = placementOf(tenant, place)?.environment;
  return tenant.members.filter(
    ({ environments }) =>
      environments === undefined || environment === undefined || environments.includes(environment),
  );
}
