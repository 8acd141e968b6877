import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  BoardEnvironment,
  DeliveryChoice,
  Promotion,
} from '@kubemate/plugin-pipelines-common';
import { Age, KeyValueList, PartialBanner, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useId } from 'react';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { shortActor } from '../runs/runText';
import { useTold } from './useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { hasEnded, imageName, promotionHealth, rolloutHealth } from './environmentText';
import { ImageText } from './ImageText';
import { StepsProgress } from './StepsProgress';

type Running = Extract<BoardEnvironment, { state: 'running' }>;

/** One environment: what is there, since when and by whom, how the rollout does, and the way back. */
export function EnvironmentCard(props: {
  environment: BoardEnvironment;
  onRollback(opener: HTMLElement): void;
}) {
  const { environment, onRollback } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const id = useId();
  const { title, cluster } = environment;
  return (
    <Card
      component="section"
      aria-labelledby={id}
      sx={{ flex: { xs: 'none', lg: '1 1 0' }, minWidth: { lg: 200 }, p: 2 }}
    >
      <Stack gap={1.5}>
        <Stack direction="row" alignItems="baseline" justifyContent="space-between" gap={1}>
          <Typography id={id} variant="h3" component="h2" noWrap>
            {title}
          </Typography>
          <Typography variant="caption" color="text.secondary" noWrap>
            {cluster}
          </Typography>
        </Stack>
        {environment.state === 'gap' ? (
          <Gap gap={environment} />
        ) : (
          <>
            <ImageText image={environment.image} />
            <Facts environment={environment} />
            <Movement environment={environment} />
            <Box>
              <Button
                variant="outlined"
                color="inherit"
                startIcon={<RiArrowGoBackLine size={16} />}
                aria-label={t('board.rollbackOf', { environment: title })}
                onClick={event => onRollback(event.currentTarget)}
              >
                {t('board.rollback')}
              </Button>
            </Box>
          </>
        )}
      </Stack>
    </Card>
  );
}

function Gap({ gap }: { gap: Extract<BoardEnvironment, { state: 'gap' }> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { cause, reason, first, lastPromotion } = gap;
  return (
    <Stack gap={1}>
      <Box>
        <StatusChip
          health={cause === 'absent' ? 'unknown' : 'warning'}
          label={t(`board.gap.${cause}`)}
        />
      </Box>
      {first === undefined && (
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Typography>
      )}
      <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
        {first === undefined ? t(`board.gapHint.${cause}`) : t('board.first', first)}
      </Typography>
      {lastPromotion !== undefined && lastPromotion.state !== 'succeeded' && (
        <Failed promotion={lastPromotion} />
      )}
    </Stack>
  );
}

function Facts({ environment }: { environment: Running }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { rollout, rolloutReason, replicas, since, by, workload, delivery } = environment;
  const deliveryText = (choice: DeliveryChoice) =>
    [
      t(`delivery.${choice.by}`),
      t(`delivery.chosenBy.${choice.chosenBy}`, { tenant: choice.tenant ?? '' }),
      choice.isPossible ? '' : t('delivery.impossible'),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Stack gap={1}>
      <Box>
        <StatusChip health={rolloutHealth(rollout)} label={t(`board.rollout.${rollout}`)} />
      </Box>
      <KeyValueList
        items={[
          {
            key: 'replicas',
            label: t('board.replicas'),
            value: t('board.replicasOf', {
              ready: String(replicas.ready),
              wanted: String(replicas.wanted),
            }),
          },
          ...(rolloutReason === undefined || rollout === 'complete'
            ? []
            : [{ key: 'reason', label: t('board.reason'), value: rolloutReason }]),
          { key: 'since', label: t('board.since'), value: <Age at={since} /> },
          {
            key: 'by',
            label: t('board.by'),
            value: by === undefined ? t('board.byOutside') : shortActor(by),
          },
          ...(delivery === undefined
            ? []
            : [{ key: 'delivery', label: t('board.delivery'), value: deliveryText(delivery) }]),
          {
            key: 'workload',
            label: workload.kind,
            value: (
              <MaybeLink to={links.workload(workload)}>
                {workload.namespace}/{workload.name}
              </MaybeLink>
            ),
          },
        ]}
      />
    </Stack>
  );
}

/** What goes on there now, and what ended badly there last. */
function Movement({ environment }: { environment: Running }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const told = useTold();
  const { promotion, lastPromotion, image } = environment;
  const going = promotion !== undefined && !hasEnded(promotion) ? promotion : undefined;
  if (going !== undefined)
    return (
      <Box role="status">
        <StatusChip
          health={promotionHealth(going.state)}
          label={t(`promotion.state.${going.state}`)}
        />
        <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
          {t(going.kind === 'promotion' ? 'promotion.comes' : 'promotion.goesBack', {
            image: imageName(going.after),
            by: shortActor(going.by),
          })}{' '}
          {going.state !== 'shifting' && told(going.events.at(-1))}
        </Typography>
        {going.canary !== undefined && <StepsProgress promotion={going} canary={going.canary} />}
      </Box>
    );
  if (lastPromotion === undefined || lastPromotion.state === 'succeeded') return null;
  return <Failed promotion={lastPromotion} shown={imageName(image)} />;
}

function Failed({ promotion, shown }: { promotion: Promotion; shown?: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const told = useTold();
  const { state, failure, after, finishedAt } = promotion;
  return (
    <PartialBanner
      severity={state === 'rolled-back' ? 'warning' : 'failed'}
      title={t(`promotion.state.${state}`)}
      items={[
        {
          key: 'failure',
          text: (
            <>
              {shown !== undefined && t('promotion.notStayed', { image: imageName(after), shown })}{' '}
              {failure && `${t(`promotion.failure.${failure.cause}`)}: ${told(failure)}`}{' '}
              <Age at={finishedAt} />
            </>
          ),
        },
      ]}
    />
  );
}
