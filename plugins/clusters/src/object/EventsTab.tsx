import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { parseResourceId } from '@kubemate/kube-common';
import type { ClusterEvent } from '@kubemate/plugin-clusters-common';
import {
  EmptyState,
  FailureState,
  FilterBar,
  flagParam,
  LoadingState,
  PartialBanner,
  Section,
  textParam,
  Timeline,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Link from '@mui/material/Link';
import Switch from '@mui/material/Switch';
import { Link as RouterLink } from 'react-router-dom';
import { useEvents } from '../api/queries';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { filterEvents, isAbout } from './filterEvents';
import { ownsPods } from './hasLogs';

const PARAMS = { find: textParam(), warnings: flagParam(), own: flagParam() };

/** What the cluster reported about an object and what it owns, newest first. */
export function EventsTab({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [{ find, warnings, own }, update] = useUrlState(PARAMS);
  return (
    <>
      <FilterBar
        search={find}
        onSearchChange={text => update({ find: text })}
        searchPlaceholder={t('object.eventsFilter')}
      >
        <Toggle
          label={t('object.eventsWarnings')}
          on={warnings}
          onChange={on => update({ warnings: on }, { history: 'push' })}
        />
        {ownsPods(target.resource) && (
          <Toggle
            label={t('object.eventsOwn')}
            on={own}
            onChange={on => update({ own: on }, { history: 'push' })}
          />
        )}
      </FilterBar>
      <Section title={t('object.tabs.events')} flush>
        <EventList target={target} find={find} warnings={warnings} own={own} />
      </Section>
    </>
  );
}

function Toggle(props: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  const { label, on, onChange } = props;
  return (
    <FormControlLabel
      label={label}
      slotProps={{ typography: { variant: 'body2' } }}
      control={<Switch size="small" checked={on} onChange={(_, next) => onChange(next)} />}
    />
  );
}

export interface EventListProps {
  target: ObjectTarget;
  /** The newest only. */
  limit?: number;
  find?: string;
  warnings?: boolean;
  /** Leave out what the object owns. */
  own?: boolean;
}

export function EventList(props: EventListProps) {
  const { target, limit, find = '', warnings = false, own = false } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const query = useEvents(target);
  if (query.isPending) return <LoadingState lines={3} />;
  if (query.data === undefined) {
    return (
      <FailureState
        title={t('object.eventsFailed')}
        deniedTitle={t('object.eventsDenied')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const { items, failures } = query.data;
  const only = own ? target : undefined;
  const events = filterEvents(items, { find, warnings, only }).slice(0, limit);
  return (
    <>
      {failures.length > 0 && (
        <Box sx={{ p: 2 }}>
          <PartialBanner
            title={t('object.eventsPartial')}
            items={failures.map(({ reason }) => ({ key: reason, text: reason }))}
          />
        </Box>
      )}
      {events.length === 0 ? (
        <EmptyState title={t('object.eventsEmpty')} description={t('object.eventsEmptyHint')} />
      ) : (
        <EventTimeline events={events} target={target} />
      )}
    </>
  );
}

function EventTimeline(props: { events: readonly ClusterEvent[]; target: ObjectTarget }) {
  const { events, target } = props;
  return (
    <Timeline
      items={events.map((event, index) => ({
        key: `${event.reason}/${event.firstSeen}/${index}`,
        health: event.type === 'Warning' ? 'warning' : 'ok',
        title: event.reason,
        text: event.message,
        source: isAbout(event, target) ? (
          event.source
        ) : (
          <>
            <RegardingLink event={event} cluster={target.cluster} /> · {event.source}
          </>
        ),
        at: event.lastSeen,
        count: event.count,
      }))}
    />
  );
}

/** The pod, job or replica set that an event is about. */
function RegardingLink({ event, cluster }: { event: ClusterEvent; cluster: string }) {
  const links = useLinks();
  const { kind, namespace, name } = event.regarding;
  const resource = parseResourceId(event.regarding.resource);
  const text = `${kind}/${name}`;
  if (resource === undefined) return text;
  return (
    <Link component={RouterLink} to={links.object({ cluster, resource, namespace, name })}>
      {text}
    </Link>
  );
}
