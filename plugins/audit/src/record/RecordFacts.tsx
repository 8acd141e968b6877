import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AuditEntry } from '@kubemate/plugin-audit-common';
import { CopyButton, KeyValueList } from '@kubemate/ui';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { auditTranslationRef } from '../translations/auditTranslationRef';

/** Who, when, on what, from where, and where the record stands in its chain. */
export function RecordFacts({ record }: { record: AuditEntry }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const { target, source, approvals = [] } = record;
  const facts: readonly [string, string, ReactNode][] = [
    ['when', t('fact.when'), new Date(record.at).toLocaleString()],
    ['actor', t('fact.actor'), record.actor],
    ['action', t('fact.action'), record.action],
    ['object', t('fact.object'), target && `${target.kind}/${target.name}`],
    ['place', t('fact.place'), [target?.cluster, target?.namespace].filter(Boolean).join(' / ')],
    ['reason', t('fact.reason'), record.reason],
    [
      'approvals',
      t('fact.approvals'),
      approvals.map(({ by, decision }) => `${by}: ${t(`decision.${decision}`)}`).join(', '),
    ],
    [
      'duration',
      t('fact.duration'),
      record.durationMs === undefined ? undefined : `${record.durationMs} ms`,
    ],
    [
      'source',
      t('fact.source'),
      [source.address, source.userAgent].filter(Boolean).join(' · ') || source.via,
    ],
    ['correlation', t('fact.correlation'), record.correlationId],
    ['chain', t('fact.chain'), `${t(`chain.${record.chain}`)} #${record.seq}`],
    ['hash', t('fact.hash'), <Hash key="hash" value={record.hash} />],
  ];
  return (
    <KeyValueList
      items={facts
        .filter(([, , value]) => value !== undefined && value !== '')
        .map(([key, label, value]) => ({ key, label, value }))}
    />
  );
}

function Hash({ value }: { value: string }) {
  const { t } = useTranslationRef(auditTranslationRef);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
      <code>{value.slice(0, 16)}…</code>
      <CopyButton text={value} label={t('record.copyHash')} />
    </Box>
  );
}
