import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AccessAnswer, AccessRequest, TenantList } from '@kubemate/plugin-tenants-common';
import { KeyValueList, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { shortRef } from '../links/EntityLink';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { placesOf } from '../list/listState';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ChainView } from './ChainView';
import { splitBindings } from './splitBindings';

export interface AccessAnswerViewProps {
  answer: AccessAnswer;
  request: AccessRequest;
  list: TenantList;
}

/** Yes or no in a sentence, then every way in which it comes about, or what is lacking and whom to ask. */
export function AccessAnswerView({ answer, request, list }: AccessAnswerViewProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { allowed, because, decidedBy, reason, identity, others } = answer;
  const { subject, verb, resource, cluster, namespace, name } = request;
  const title = list.clusters.find(each => each.name === cluster)?.title ?? cluster;
  const sentence = {
    who: subject === undefined ? '' : shortRef(subject),
    verb,
    what: name === undefined ? resource : `${resource} ${name}`,
    place:
      namespace === undefined
        ? t('access.placeCluster', { cluster: title })
        : t('access.placeNamespace', { namespace, cluster: title }),
  };
  return (
    <>
      <Section title={t('access.answer')}>
        <Stack gap={1.5} role="status">
          <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1.5}>
            <StatusChip
              health={allowed ? 'ok' : 'failed'}
              label={t(allowed ? 'access.allowed' : 'access.denied')}
            />
            <Typography variant="subtitle1" component="p" sx={{ m: 0, overflowWrap: 'anywhere' }}>
              {subject === undefined
                ? t(allowed ? 'access.youMay' : 'access.youMayNot', sentence)
                : t(allowed ? 'access.theyMay' : 'access.theyMayNot', sentence)}
            </Typography>
          </Stack>
          {reason !== undefined && (
            <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              {reason}
            </Typography>
          )}
          <Typography variant="body2" color="text.secondary">
            {t(`access.decidedBy.${decidedBy}`)}
          </Typography>
          {!allowed && <WhomToAsk request={request} list={list} />}
        </Stack>
      </Section>
      {because.length > 0 && (
        <Section title={t('access.because', { count: because.length })}>
          <Stack gap={2}>
            {because.map(chain => (
              <ChainView
                key={JSON.stringify(chain)}
                chain={chain}
                cluster={cluster}
                asked={resource}
              />
            ))}
          </Stack>
        </Section>
      )}
      {!allowed && (
        <Section title={t('access.others')}>
          <OtherBindings others={others} cluster={cluster} />
        </Section>
      )}
      <Section title={t('access.identity')}>
        <KeyValueList
          items={[
            { key: 'user', label: t('access.user'), value: identity.user ?? '—' },
            {
              key: 'groups',
              label: t('access.groups'),
              value: identity.groups.join(', ') || '—',
            },
          ]}
        />
      </Section>
    </>
  );
}

/** What somebody has instead: by their own bindings first, then in a line what everybody signed in has. */
function OtherBindings({ others, cluster }: Pick<AccessAnswer, 'others'> & { cluster: string }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { own, everybodys } = splitBindings(others);
  return (
    <Stack gap={2}>
      {own.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('access.noOthers')}
        </Typography>
      )}
      {own.map(chain => (
        <ChainView key={JSON.stringify(chain)} chain={chain} cluster={cluster} />
      ))}
      {everybodys.length > 0 && (
        <Typography variant="caption" color="text.secondary">
          {t('access.everybodys', { roles: everybodys.map(({ role }) => role.name).join(', ') })}
        </Typography>
      )}
    </Stack>
  );
}

/** The tenant that the namespace belongs to knows who gives rights there. */
function WhomToAsk({ request, list }: Pick<AccessAnswerViewProps, 'request' | 'list'>) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const { cluster, namespace } = request;
  const tenant = list.items.find(each =>
    placesOf(each).namespaces.some(
      place => place.cluster === cluster && place.namespace === namespace,
    ),
  );
  return (
    <Typography variant="body2" component="div">
      {tenant === undefined ? (
        t('access.askCluster')
      ) : (
        <>
          {t('access.askTenant')}{' '}
          <Box component="span" sx={{ fontWeight: 550 }}>
            <MaybeLink to={links.tenant(tenant.name, 'members')}>{tenant.title}</MaybeLink>
          </Box>
        </>
      )}
    </Typography>
  );
}
