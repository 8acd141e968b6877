import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ObjectDiff, OperationPlan } from '@kubemate/operations-common';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { PartialBanner } from '../states/PartialBanner';
import { DiffView } from './DiffView';
import { formatTarget, targetKey } from './formatChange';
import type { OperationState } from './useOperation';

interface Drift {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Objects whose state before the operation is another than when the first plan was made. */
export function driftOf(old: readonly ObjectDiff[], now: readonly ObjectDiff[]): readonly Drift[] {
  return now.flatMap(({ target, before = '' }) => {
    const key = targetKey(target);
    const earlier = old.find(item => targetKey(item.target) === key)?.before ?? '';
    return earlier === before
      ? []
      : [{ key, label: formatTarget(target), before: earlier, after: before }];
  });
}

/** Why the run did not happen. After a conflict: what somebody else changed since the plan, above the fresh plan. */
export function ConflictNotice(props: {
  failure: NonNullable<OperationState['runFailure']>;
  plan: OperationPlan | undefined;
}) {
  const { failure, plan } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  if (failure.kind !== 'conflict')
    return (
      <PartialBanner
        severity="failed"
        title={t(
          failure.kind === 'unknown-outcome' ? 'operation.unknownOutcome' : 'operation.runFailed',
        )}
        items={[{ key: 'reason', text: failure.message }]}
      />
    );
  const drift =
    failure.before === undefined || plan === undefined || plan === failure.before
      ? []
      : driftOf(failure.before.diff, plan.diff);
  return (
    <Box role="alert" sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PartialBanner
        title={t('operation.conflict')}
        items={[
          { key: 'reason', text: failure.message },
          { key: 'hint', text: t('operation.conflictHint') },
        ]}
      />
      {drift.map(({ key, label, before, after }) => (
        <Box key={key}>
          <Typography variant="subtitle2" component="h3" sx={{ mb: 0.5 }}>
            {t('operation.conflictChange', { target: label })}
          </Typography>
          <DiffView
            before={before}
            after={after}
            label={t('operation.conflictChange', { target: label })}
          />
        </Box>
      ))}
    </Box>
  );
}
