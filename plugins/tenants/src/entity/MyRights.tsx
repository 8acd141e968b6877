import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { describeError, Section, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useQueries } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router-dom';
import { USUAL } from '../access/usualQuestions';
import { tenantsApiRef } from '../api/tenantsApiRef';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import type { AccessPlace } from './AccessPlace';

/** What the person may do in a place, of what people ask most, and why or why not. */
export function MyRights({ place }: { place: AccessPlace }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const api = useApi(tenantsApiRef);
  const links = useLinks();
  const answers = useQueries({
    queries: USUAL.map(({ verb, resource }) => ({
      queryKey: ['tenants', 'access', { verb, resource, ...place }],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.explainAccess({ verb, resource, ...place }, { signal }),
      retry: false,
      staleTime: 30_000,
    })),
  });
  return (
    <Section title={t('entityAccess.mine')} flush>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {USUAL.map(({ key, verb, resource }, at) => {
          const { data, error } = answers[at] ?? {};
          return (
            <Box
              component="li"
              key={key}
              sx={{
                display: 'grid',
                gridTemplateColumns: {
                  xs: 'minmax(0, 1fr) auto',
                  md: '180px 140px minmax(0, 1fr) auto',
                },
                columnGap: 2,
                rowGap: 0.5,
                alignItems: 'center',
                px: 2,
                py: 1,
                '& + &': { borderTop: 1, borderColor: 'divider' },
              }}
            >
              <Typography variant="body2" sx={{ fontWeight: 550 }}>
                {t(`access.usually.${key}`)}
              </Typography>
              <Box sx={{ justifySelf: { xs: 'end', md: 'start' } }}>
                <StatusChip
                  health={
                    data === undefined
                      ? error
                        ? 'unknown'
                        : 'progressing'
                      : data.allowed
                        ? 'ok'
                        : 'failed'
                  }
                  label={
                    data === undefined
                      ? t(error ? 'entityAccess.unknown' : 'access.asking')
                      : t(data.allowed ? 'access.allowed' : 'access.denied')
                  }
                />
              </Box>
              <Typography
                variant="caption"
                color="text.secondary"
                sx={{ overflowWrap: 'anywhere', gridColumn: { xs: '1 / -1', md: 'auto' } }}
              >
                {error ? describeError(error).message : whyOf(data)}
              </Typography>
              <Link
                component={RouterLink}
                to={links.access({ verb, resource, ...place })}
                variant="caption"
                aria-label={t('entityAccess.whyOf', { what: t(`access.usually.${key}`) })}
              >
                {t('entityAccess.why')}
              </Link>
            </Box>
          );
        })}
      </Box>
    </Section>
  );
}

interface Answer {
  readonly reason?: string;
  readonly because: readonly {
    readonly binding: { readonly kind: string; readonly name: string };
    readonly role: { readonly name: string };
  }[];
}

/** The first way in which a right comes about, or what the API server says. */
function whyOf(answer: Answer | undefined): string {
  const [first] = answer?.because ?? [];
  if (first === undefined) return answer?.reason ?? '';
  return `${first.binding.kind} ${first.binding.name} → ${first.role.name}`;
}
