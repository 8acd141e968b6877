import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Condition } from '@kubemate/kube-common';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import {
  Age,
  KeyValueList,
  LabelChips,
  PartialBanner,
  Section,
  StatusChip,
  formatAge,
  useNow,
} from '@kubemate/ui';
import Link from '@mui/material/Link';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { PlainTable } from '../cells/PlainTable';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { PodPorts } from '../terminal/PodPorts';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { CatalogNotice } from './CatalogNotice';
import { conditionHealth } from './conditionHealth';
import { NODES } from '../kinds/wellKnown';
import { EventList } from './EventsTab';
import { Fields } from './Fields';
import { NodeCapacity } from './NodeCapacity';
import { ObjectSummary } from './summary/ObjectSummary';
import { summarise } from './summary/summarise';
import { WhyPanel } from './WhyPanel';

export interface OverviewTabProps {
  target: ObjectTarget;
  object: ClusterObject;
}

/** What an object is, how it does, and why it does not do well. */
export function OverviewTab({ target, object }: OverviewTabProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const fields = useMemo(() => new Fields(object), [object]);
  const sections = useMemo(() => summarise(target.resource, fields), [target.resource, fields]);
  return (
    <>
      <DeletionNotice fields={fields} />
      <CatalogNotice target={target} />
      <WhyPanel target={target} />
      {isNode(target) && <NodeCapacity target={target} />}
      <ObjectSummary sections={sections} cluster={target.cluster} />
      {isPod(target) && <PodPorts target={target} />}
      <Conditions conditions={readConditions(fields)} />
      <Section
        title={t('object.latestEvents')}
        flush
        actions={
          <Link component={RouterLink} to={links.object(target, 'events')} variant="body2">
            {t('object.allEvents')}
          </Link>
        }
      >
        <EventList target={target} limit={5} />
      </Section>
      <Metadata fields={fields} />
    </>
  );
}

function isNode({ resource: { group, plural } }: ObjectTarget): boolean {
  return group === NODES.group && plural === NODES.plural;
}

function isPod({ resource }: ObjectTarget): boolean {
  return resource.group === '' && resource.plural === 'pods';
}

const STATES = ['True', 'False', 'Unknown'] as const;

function readConditions(fields: Fields): readonly Condition[] {
  return fields.at('status', 'conditions').items.flatMap((item): Condition[] => {
    const type = item.at('type').text;
    const status = STATES.find(state => state === item.at('status').text);
    if (type === undefined || status === undefined) return [];
    return [
      {
        type,
        status,
        reason: item.at('reason').text,
        message: item.at('message').text,
        lastTransitionTime: item.at('lastTransitionTime').text,
      },
    ];
  });
}

function Conditions({ conditions }: { conditions: readonly Condition[] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  if (conditions.length === 0) return null;
  return (
    <Section title={t('object.conditions')} flush>
      <PlainTable
        label={t('object.conditions')}
        head={[
          t('object.condition.type'),
          t('object.condition.status'),
          t('object.condition.reason'),
          t('object.condition.message'),
          t('object.condition.changed'),
        ]}
        rows={conditions.map(condition => ({
          key: condition.type,
          cells: [
            condition.type,
            <StatusChip
              key="status"
              health={conditionHealth(condition)}
              label={condition.status}
              variant="plain"
            />,
            condition.reason ?? '—',
            condition.message ?? '—',
            <Age key="changed" at={changedAt(condition)} />,
          ],
        }))}
      />
    </Section>
  );
}

function changedAt({ lastTransitionTime }: Condition): number | null {
  return new Fields(lastTransitionTime).time ?? null;
}

function DeletionNotice({ fields }: { fields: Fields }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const since = fields.at('metadata', 'deletionTimestamp').time;
  const age = useNow(now => (since === undefined ? '' : formatAge(now - since)));
  if (since === undefined) return null;
  const finalizers = fields.at('metadata', 'finalizers').texts.join(', ') || '—';
  return <PartialBanner severity="info" title={t('object.deletingSince', { age, finalizers })} />;
}

function Metadata({ fields }: { fields: Fields }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const meta = fields.at('metadata');
  const finalizers = meta.at('finalizers').texts;
  return (
    <Section title={t('object.metadata')}>
      <KeyValueList
        items={[
          {
            key: 'labels',
            label: t('object.labels'),
            value: <LabelChips labels={meta.at('labels').map} limit={12} />,
          },
          {
            key: 'annotations',
            label: t('object.annotations'),
            value: <LabelChips labels={meta.at('annotations').map} limit={6} />,
          },
          { key: 'uid', label: t('object.uid'), value: meta.at('uid').text ?? '—' },
          ...(finalizers.length === 0
            ? []
            : [
                {
                  key: 'finalizers',
                  label: t('object.finalizers'),
                  value: finalizers.join(', '),
                },
              ]),
        ]}
      />
    </Section>
  );
}
