import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FlowMetrics } from '@kubemate/plugin-pipelines-common';
import { Sparkline } from '@kubemate/ui';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { usePromotions } from '../api/promotionQueries';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { figureText, perDay, type Figure } from './flowFigures';

/** More would be many requests for a line in the space of a word. */
const DRAWN = 60;

/** One of the four keys: the number, its trend, what it is made of. */
export function FigureCard({ figure, metrics }: { figure: Figure; metrics: FlowMetrics }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const id = useId();
  const { search, pathname } = useLocation();
  const { total } = metrics;
  const counted =
    figure === 'changeFailureRate' ? total.changeFailureRate.failed : total[figure].promotions;
  const { promotions, isPending } = usePromotions(counted.slice(0, DRAWN));
  const params = new URLSearchParams(search);
  params.set('show', figure);
  return (
    <Card component="section" aria-labelledby={id} sx={{ p: 2 }}>
      <Typography id={id} variant="subtitle2" component="h2" color="text.secondary">
        {t(`flow.figure.${figure}`)}
      </Typography>
      <Stack direction="row" alignItems="center" justifyContent="space-between" gap={1}>
        <Typography variant="h1" component="div">
          {figureText(total, figure)}
        </Typography>
        {!isPending && promotions.length > 1 && (
          <Sparkline values={perDay(promotions, metrics)} label={t(`flow.trend.${figure}`)} />
        )}
      </Stack>
      <Typography variant="body2" color="text.secondary">
        {t(`flow.explain.${figure}`)}
      </Typography>
      {total[figure].promotions.length > 0 && (
        <Link component={RouterLink} to={`${pathname}?${params}`} variant="body2">
          {t('flow.madeOf', { count: total[figure].promotions.length })}
        </Link>
      )}
    </Card>
  );
}
