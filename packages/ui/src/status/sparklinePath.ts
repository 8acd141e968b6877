export interface SparklineSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The SVG path of a line through the values, oldest left. The scale runs from zero (or the lowest value if that is
 * negative) to the highest, so that small jitter on a large value looks small. Values that are not finite break the line.
 */
export function sparklinePath(values: readonly number[], { width, height }: SparklineSize): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return '';
  const low = Math.min(0, ...finite);
  const span = Math.max(...finite) - low || 1;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let pen = 'M';
  const parts: string[] = [];
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    const y = height - ((value - low) / span) * height;
    parts.push(`${pen}${(index * step).toFixed(1)} ${y.toFixed(1)}`);
    pen = 'L';
  });
  return parts.join('');
}
