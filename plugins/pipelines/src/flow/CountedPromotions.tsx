import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Flow } from '@kubemate/plugin-pipelines-common';
import {
  describeError,
  ErrorState,
  LoadingState,
  Section,
  Timeline,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router-dom';
import { usePromotions } from '../api/promotionQueries';
import { entityName } from '../approvals/entityName';
import { imageName, promotionHealth } from '../board/environmentText';
import { useLinks } from '../links/useLinks';
import { shortActor } from '../runs/runText';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import type { Figure } from './flowFigures';
import { FLOW_PARAMS } from './FlowPage';

const SHOWN = 50;

/** The promotions that a figure counts, newest first. */
export function CountedPromotions({ flow, figure }: { flow: Flow; figure: Figure }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [, update] = useUrlState(FLOW_PARAMS);
  const ids = flow[figure].promotions;
  const { promotions, isPending, error } = usePromotions(ids.slice(0, SHOWN));
  const sorted = [...promotions].sort((a, b) => b.startedAt - a.startedAt);
  const failed = new Set(flow.changeFailureRate.failed);
  return (
    <Section
      flush
      title={t('flow.counted', { figure: t(`flow.figure.${figure}`), number: String(ids.length) })}
      actions={
        <Button color="inherit" onClick={() => update({ show: '' })}>
          {t('flow.closeList')}
        </Button>
      }
    >
      {error !== null && promotions.length === 0 ? (
        <ErrorState title={t('flow.failed')} error={new Error(describeError(error).message)} />
      ) : isPending ? (
        <LoadingState lines={3} />
      ) : (
        <Timeline
          items={sorted.map(({ id, component, after, to, by, state, finishedAt, startedAt }) => ({
            key: id,
            health: failed.has(id) && state === 'succeeded' ? 'warning' : promotionHealth(state),
            title: `${entityName(component)} ${imageName(after)}`,
            source: t('flow.by', { to, by: shortActor(by) }),
            text: (
              <Link component={RouterLink} to={links.componentBoard(component)}>
                {t(`promotion.state.${state}`)}
              </Link>
            ),
            at: finishedAt ?? startedAt,
          }))}
        />
      )}
    </Section>
  );
}
