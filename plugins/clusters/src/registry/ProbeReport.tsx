import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterProbe } from '@kubemate/plugin-clusters-common';
import { CodeBlock, HealthDot, KeyValueList, ServerText, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { CertificateTrust } from './CertificateTrust';
import { nextCommand, OUTCOME_HEALTH, probeLines, topicOf, type ProbeLine } from './probeSteps';
import { RightsReport } from './RightsReport';

export interface ProbeReportProps {
  probe: ClusterProbe;
  /** The person has compared the fingerprint of what the server shows. */
  onTrust(pem: string): void;
}

/** What the portal found on a cluster: each step with the way on where it failed, the facts, the rights. */
export function ProbeReport({ probe, onTrust }: ProbeReportProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <Stack gap={2.5}>
      <Box role="status">
        <StatusChip
          health={OUTCOME_HEALTH[probe.outcome]}
          label={t(`registry.outcome.${probe.outcome}`)}
        />
      </Box>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1 }}>
        {probeLines(probe).map(line => (
          <StepLine key={line.step} line={line} probe={probe} />
        ))}
      </Box>
      {probe.tls?.pin !== undefined && !probe.tls.trusted && (
        <CertificateTrust pin={probe.tls.pin} names={probe.tls.names} onTrust={onTrust} />
      )}
      <ProbeFacts probe={probe} />
      {probe.rights !== undefined && <RightsReport rights={probe.rights} fix={probe.fix} />}
    </Stack>
  );
}

function StepLine({ line, probe }: { line: ProbeLine; probe: ClusterProbe }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { health, reason } = line;
  const topic = topicOf(line, probe);
  const failed = health === 'failed' || health === 'warning';
  const command = nextCommand(topic, probe.server);
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1, alignItems: 'baseline' }}>
      <Box sx={{ position: 'relative', top: 2 }}>
        <HealthDot health={health} />
      </Box>
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography
          variant={failed ? 'subtitle2' : 'body2'}
          component="div"
          color={health === 'idle' ? 'text.secondary' : undefined}
        >
          {t(`registry.step.${topic}`)}
          {health === 'idle' && ` (${t('registry.notLooked')})`}
        </Typography>
        {reason !== undefined && (
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            <ServerText text={reason} />
          </Typography>
        )}
        {failed && topic !== 'plainHttp' && (
          <Stack gap={0.75} sx={{ mt: 0.5 }}>
            <Typography variant="body2" color="text.secondary">
              {t(`registry.next.${topic}`)}
            </Typography>
            {command !== undefined && <CodeBlock command code={command} />}
          </Stack>
        )}
      </Box>
    </Box>
  );
}

function ProbeFacts({ probe }: { probe: ClusterProbe }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const own = probe.tls?.chain[0];
  const fact = (key: string, label: string, value: ReactNode) =>
    value === undefined || value === '' ? [] : [{ key, label, value }];
  const items = [
    ...fact('server', t('clusters.server'), probe.server),
    ...fact('addresses', t('registry.addresses'), probe.addresses.join(', ')),
    ...fact(
      'version',
      t('registry.version'),
      probe.version &&
        t('registry.versionIn', {
          version: probe.version,
          ms: String(probe.latencyMs ?? '—'),
        }),
    ),
    ...fact('user', t('registry.user'), probe.user),
    ...fact('groups', t('registry.groups'), probe.groups?.join(', ')),
    ...fact(
      'certificate',
      t('registry.certificate'),
      own &&
        t('registry.certificateOf', {
          subject: own.subject,
          until: new Date(own.validTo).toLocaleDateString(),
        }),
    ),
    ...fact('types', t('registry.types'), probe.resourceTypes?.toLocaleString()),
    ...fact(
      'addOns',
      t('clusters.addons'),
      probe.addOns && probe.addOns.length === 0
        ? t('clusters.addonsEmpty')
        : probe.addOns && (
            <Box sx={{ display: 'flex', gap: 0.75, flexWrap: 'wrap' }}>
              {probe.addOns.map(({ name }) => (
                <Chip key={name} size="small" label={name} />
              ))}
            </Box>
          ),
    ),
  ];
  return <KeyValueList items={items} />;
}
