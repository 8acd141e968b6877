import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import type { Board, BoardEnvironment, Release } from '@kubemate/plugin-pipelines-common';
import {
  Age,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  OperationDialog,
  operationsApiRef,
  ServerText,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { useComparison, useReleases } from '../api/promotionQueries';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { shortActor } from '../runs/runText';
import { useSay } from './useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { DifferenceList } from './DifferenceList';
import { imageName } from './environmentText';

export interface RollbackDialogProps {
  board: Board;
  environment: BoardEnvironment;
  /** Id of the one that is chosen; empty while none is. */
  release: string;
  onRelease(release: string): void;
  opener?: HTMLElement | null;
  onClose(): void;
}

/** Goes back to what an environment ran before: which releases there are, how they differ, and the plan. */
export function RollbackDialog(props: RollbackDialogProps) {
  const { board, environment, release, onRelease, opener, onClose } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const { component, title } = board;
  const hasNone = useReleases(component, environment.name).data?.every(each => each.isCurrent);
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={promotionOperations.rollback}
      input={release === '' ? undefined : { component, environment: environment.name, release }}
      inputHint={t(hasNone === true ? 'release.noneHint' : 'release.choose')}
      title={t('release.titleOf', { component: title, environment: environment.title })}
      runLabel={t('board.rollback')}
      keepOpen
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <Releases
        component={component}
        environment={environment.name}
        value={release}
        onChange={onRelease}
      />
      <Comparison component={component} release={release} />
    </OperationDialog>
  );
}

function Releases(props: {
  component: string;
  environment: string;
  value: string;
  onChange(release: string): void;
}) {
  const { component, environment, value, onChange } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const query = useReleases(component, environment);
  if (query.isPending) return <LoadingState lines={3} />;
  if (query.isError)
    return (
      <ErrorState
        title={t('release.failed')}
        error={new Error(describeError(query.error).message)}
        onRetry={() => void query.refetch()}
      />
    );
  if (query.data.every(({ isCurrent }) => isCurrent))
    return <EmptyState title={t('release.none')} />;
  return (
    <RadioGroup
      aria-label={t('release.list')}
      value={value}
      onChange={(_, chosen) => onChange(chosen)}
      sx={{ maxHeight: 260, overflow: 'auto', flexWrap: 'nowrap' }}
    >
      {query.data.map(release => (
        <FormControlLabel
          key={release.id}
          value={release.id}
          disabled={release.isCurrent || !release.isGood}
          control={<Radio size="small" />}
          label={<ReleaseLabel release={release} />}
          sx={{ alignItems: 'flex-start', mr: 0, py: 0.5 }}
        />
      ))}
    </RadioGroup>
  );
}

function ReleaseLabel({ release }: { release: Release }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { image, since, via, by, isCurrent, isGood } = release;
  return (
    <Box sx={{ pt: 0.5 }}>
      <Typography variant="subtitle2" component="div">
        {imageName(image)}
        {isCurrent && ` · ${t('release.current')}`}
        {!isGood && ` · ${t('release.notGood')}`}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="div">
        {t(`release.via.${via}`)}
        {by !== undefined && ` · ${shortActor(by)}`} · <Age at={since} />
      </Typography>
    </Box>
  );
}

function Comparison({ component, release }: { component: string; release: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { data, error } = useComparison(component, release);
  if (error !== null)
    return (
      <Typography role="alert" variant="body2" color="error">
        <ServerText text={describeError(error).message} />
      </Typography>
    );
  if (data === undefined) return null;
  return (
    <>
      <DifferenceList differences={data.differences} none={t('board.onlyImage')} />
      {data.isPartial && (
        <Typography variant="caption" color="text.secondary">
          {t('release.partial')}
        </Typography>
      )}
    </>
  );
}
