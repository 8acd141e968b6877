import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PodPort } from '@kubemate/plugin-clusters-common';
import { FailureState, LoadingState, PartialBanner, Section } from '@kubemate/ui';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { PlainTable } from '../cells/PlainTable';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { usePodPorts } from './podQueries';

const SERVICES = { group: '', version: 'v1', plural: 'services' };

/** The ports of a pod's containers, and the services that lead to them. */
export function PodPorts({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { cluster, namespace = '', name: pod } = target;
  const query = usePodPorts({ cluster, namespace, pod });
  return (
    <Section title={t('terminal.ports')} flush={(query.data?.items.length ?? 0) > 0}>
      {query.isPending && <LoadingState lines={2} />}
      {query.isError && query.data === undefined && (
        <FailureState
          title={t('terminal.portsFailed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.gap !== undefined && (
        <PartialBanner title={t('terminal.portsGap', { reason: query.data.gap })} />
      )}
      {query.data?.items.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('terminal.noPorts')}
        </Typography>
      )}
      {query.data !== undefined && query.data.items.length > 0 && (
        <PlainTable
          label={t('terminal.ports')}
          head={[
            t('terminal.port'),
            t('terminal.portName'),
            t('terminal.container'),
            t('terminal.services'),
          ]}
          rows={query.data.items.map(port => ({
            key: `${port.container}/${port.protocol}/${port.port}`,
            cells: [
              `${port.port}/${port.protocol}`,
              port.name ?? '—',
              port.declared ? port.container : t('terminal.notDeclared'),
              <Ways key="services" port={port} target={target} />,
            ],
          }))}
        />
      )}
    </Section>
  );
}

function Ways({ port, target }: { port: PodPort; target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  if (port.services.length === 0 && port.hostPort === undefined) return <>—</>;
  return (
    <Stack>
      {port.services.map(service => (
        <span key={`${service.name}:${service.port}`}>
          <Link
            component={RouterLink}
            to={links.object({ ...target, resource: SERVICES, name: service.name })}
          >
            {service.name}:{service.port}
          </Link>
          {service.nodePort !== undefined &&
            ` · ${t('terminal.hostPort', { port: String(service.nodePort) })}`}
        </span>
      ))}
      {port.hostPort !== undefined && t('terminal.hostPort', { port: String(port.hostPort) })}
    </Stack>
  );
}
