import type { ReactNode } from 'react';

export interface SelectOption {
  readonly value: string;
  readonly title: string;
  readonly icon?: ReactNode;
  /** How many rows have it. */
  readonly count?: number;
}

/** Options whose title holds every word typed; those that start with the text come first. */
export function filterOptions(
  options: readonly SelectOption[],
  text: string,
): readonly SelectOption[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  const first = words[0] ?? '';
  const found = options.filter(option => {
    const title = option.title.toLowerCase();
    return words.every(word => title.includes(word));
  });
  const starts = (option: SelectOption) => option.title.toLowerCase().startsWith(first);
  return [...found.filter(starts), ...found.filter(option => !starts(option))];
}

/** The values with one added, or removed where it was there. */
export function toggle(values: readonly string[], value: string): readonly string[] {
  return values.includes(value) ? values.filter(other => other !== value) : [...values, value];
}
