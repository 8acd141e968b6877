import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ObjectDiff, OperationPlan, Touch } from '@kubemate/operations-common';
import { RiForbid2Line, RiLockLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { ServerText } from '../i18n/ServerText';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { PartialBanner } from '../states/PartialBanner';
import { fonts } from '../theme/tokens';
import { ChangeList } from './ChangeList';
import { DiffView } from './DiffView';
import { formatPlace, formatTarget, targetKey } from './formatChange';
import { QuotaList } from './QuotaList';

type PlanTab = 'changes' | 'yaml' | 'touches' | 'quota';

/** What an operation would do: the sentence, whether it may, what to mind, every field, the YAML, what is touched. */
export function PlanView({ plan }: { plan: OperationPlan }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const id = useId();
  const [tab, setTab] = useState<PlanTab>('changes');
  const tabs: readonly { id: PlanTab; title: string }[] = [
    ...(plan.diff.length > 0
      ? [
          { id: 'changes' as const, title: t('operation.changes') },
          { id: 'yaml' as const, title: t('operation.yaml') },
        ]
      : []),
    { id: 'touches', title: t('operation.touches') },
    ...(plan.quota ? [{ id: 'quota' as const, title: t('operation.quota') }] : []),
  ];
  const active = tabs.some(item => item.id === tab) ? tab : 'touches';
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, minWidth: 0 }}>
      <Typography variant="subtitle1" component="h3" sx={{ overflowWrap: 'anywhere' }}>
        {plan.summary}
      </Typography>
      {!plan.allowed && <NotAllowed reason={plan.reason} isDenied={plan.denied === true} />}
      {plan.warnings.length > 0 && (
        <PartialBanner
          title={t('operation.warnings')}
          items={plan.warnings.map(text => ({ key: text, text }))}
        />
      )}
      {(plan.diff.length > 0 || plan.touches.length > 0) && (
        <Box>
          <Tabs
            value={active}
            onChange={(_, value: PlanTab) => setTab(value)}
            aria-label={t('operation.plan')}
            sx={{ mb: 1 }}
          >
            {tabs.map(item => (
              <Tab
                key={item.id}
                value={item.id}
                label={item.title}
                id={`${id}-${item.id}`}
                aria-controls={`${id}-panel`}
              />
            ))}
          </Tabs>
          <Box role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${active}`}>
            {active === 'changes' && <ChangeList diff={plan.diff} />}
            {active === 'yaml' && <YamlDiffs diff={plan.diff} />}
            {active === 'touches' && <TouchList touches={plan.touches} />}
            {active === 'quota' && <QuotaList effects={plan.quota ?? []} />}
          </Box>
        </Box>
      )}
    </Box>
  );
}

/** Why the caller may not, and whom to ask stands in the server's sentence; or why nobody can. */
export function NotAllowed({ reason, isDenied = true }: { reason?: string; isDenied?: boolean }) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Box
      role="status"
      sx={theme => ({
        display: 'flex',
        gap: 1,
        p: 1.25,
        borderRadius: 1.5,
        border: `1px solid ${theme.palette.kubemate.health.failed.border}`,
        bgcolor: 'kubemate.health.failed.bg',
        '& > svg': { flex: 'none', color: 'kubemate.health.failed.fg', mt: '2px' },
      })}
    >
      {isDenied ? <RiLockLine size={16} aria-hidden /> : <RiForbid2Line size={16} aria-hidden />}
      <Box>
        <Typography variant="subtitle2" component="div">
          {t(isDenied ? 'operation.notAllowed' : 'operation.cannot')}
        </Typography>
        {reason !== undefined && (
          <Typography variant="body2">
            <ServerText text={reason} />
          </Typography>
        )}
      </Box>
    </Box>
  );
}

function YamlDiffs({ diff }: { diff: readonly ObjectDiff[] }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  const [layout, setLayout] = useState<'inline' | 'side-by-side'>('inline');
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      {!isNarrow && (
        <ToggleButtonGroup
          exclusive
          value={layout}
          aria-label={t('operation.diffLayout')}
          onChange={(_, value: typeof layout | null) => value && setLayout(value)}
        >
          <ToggleButton value="inline">{t('operation.inline')}</ToggleButton>
          <ToggleButton value="side-by-side">{t('operation.sideBySide')}</ToggleButton>
        </ToggleButtonGroup>
      )}
      {diff.map(item => (
        <Box key={targetKey(item.target)}>
          {diff.length > 1 && (
            <Typography variant="subtitle2" component="h4" sx={{ mb: 0.5 }}>
              {formatTarget(item.target)}
            </Typography>
          )}
          <DiffView
            before={item.before ?? ''}
            after={item.after ?? ''}
            label={formatTarget(item.target)}
            layout={isNarrow ? 'inline' : layout}
          />
        </Box>
      ))}
    </Box>
  );
}

function TouchList({ touches }: { touches: readonly Touch[] }) {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {touches.map(touch => (
        <Box
          component="li"
          key={`${touch.verb} ${touch.resource} ${targetKey(touch)}`}
          sx={{ py: 0.5, borderBottom: 1, borderColor: 'divider', typography: 'body2' }}
        >
          <Box component="span" sx={{ fontFamily: fonts.mono, fontSize: 12.5, mr: 1.5 }}>
            {touch.verb} {touch.resource}
          </Box>
          {formatTarget(touch)}
          <Box component="span" sx={{ color: 'text.secondary', ml: 1 }}>
            {formatPlace(touch)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
