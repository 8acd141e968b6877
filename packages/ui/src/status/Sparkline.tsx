import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { memo } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { sparklinePath } from './sparklinePath';

export interface SparklineProps {
  /** Oldest first. */
  values: readonly number[];
  /** What the line shows; read out with its latest, lowest and highest value. */
  label: string;
  format?(value: number): string;
  width?: number;
  height?: number;
}

/** A trend in the space of a word. */
export const Sparkline = memo((props: SparklineProps) => {
  const { values, label, format = String, width = 96, height = 22 } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const { brand } = useTheme().palette.kubemate;
  const latest = values.at(-1);
  if (latest === undefined) return <span>—</span>;
  const text = t('time.sparkline', {
    label,
    latest: format(latest),
    min: format(Math.min(...values)),
    max: format(Math.max(...values)),
  });
  const line = sparklinePath(values, { width, height: height - 3 });
  return (
    <svg width={width} height={height} role="img" aria-label={text} style={{ flex: 'none' }}>
      <title>{text}</title>
      <g transform="translate(0 1.5)" fill="none" stroke={brand.main}>
        <path d={`${line}L${width} ${height}L0 ${height}Z`} fill={brand.subtle} stroke="none" />
        <path d={line} strokeWidth={1.5} strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
      </g>
    </svg>
  );
});
Sparkline.displayName = 'Sparkline';
