import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TENANT_ROLES } from '@kubemate/plugin-tenants-common';
import type { Tenant, TenantMember } from '@kubemate/plugin-tenants-common';
import { ActionButton, EmptyState, KeyValueList, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RiTeamLine } from '@remixicon/react';
import { useRef, useState } from 'react';
import { EntityLink } from '../links/EntityLink';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { MembersDialog } from './MembersDialog';

/** Who belongs to the tenant and what that gives them. */
export function MembersTab({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const denied = tenant.may.setMembers
    ? tenant.state === 'archived'
      ? t('denied.archived')
      : undefined
    : t('denied.members');
  const edit = (
    <ActionButton
      ref={opener}
      variant="outlined"
      disabledReason={denied}
      onClick={() => setEditing(true)}
    >
      {t('members.edit')}
    </ActionButton>
  );
  const used = TENANT_ROLES.filter(role => tenant.members.some(member => member.role === role));
  return (
    <>
      <Section
        title={t('members.title', { number: String(tenant.members.length) })}
        flush
        actions={edit}
      >
        {tenant.members.length === 0 ? (
          <EmptyState
            icon={<RiTeamLine size={32} />}
            title={t('members.empty')}
            description={t('members.emptyHint')}
          />
        ) : (
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {tenant.members.map(member => (
              <MemberRow key={`${member.subject} ${member.role}`} member={member} tenant={tenant} />
            ))}
          </Box>
        )}
      </Section>
      {used.length > 0 && (
        <Section title={t('members.roles')}>
          <KeyValueList
            items={used.map(role => ({
              key: role,
              label: t(`role.${role}`),
              value: t(`roleHint.${role}`),
            }))}
          />
        </Section>
      )}
      {editing && (
        <MembersDialog tenant={tenant} opener={opener.current} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

function MemberRow({ member, tenant }: { member: TenantMember; tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const { subject, role, environments } = member;
  const place = tenant.placements.find(
    ({ environment }) => environments === undefined || environments.includes(environment),
  );
  const namespace = place?.namespaces[0];
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: '2fr 1fr 1fr auto' },
        columnGap: 2,
        alignItems: 'center',
        px: 2,
        py: 1,
        typography: 'body2',
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box sx={{ fontWeight: 550, overflowWrap: 'anywhere' }}>
        <EntityLink entityRef={subject} />
      </Box>
      <span>{t(`role.${role}`)}</span>
      <Typography component="span" variant="body2" color="text.secondary">
        {environments === undefined
          ? t('members.everywhere')
          : environments.map(each => t(`environment.${each}`)).join(', ')}
      </Typography>
      {place === undefined || namespace === undefined ? (
        <span />
      ) : (
        <MaybeLink
          to={links.access({
            subject,
            cluster: place.cluster,
            namespace,
            verb: 'create',
            resource: 'deployments.apps',
          })}
          variant="caption"
        >
          {t('members.whatMay')}
        </MaybeLink>
      )}
    </Box>
  );
}
