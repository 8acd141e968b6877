import { z } from 'zod';

/** `a,b`, or the parameter repeated. An empty list is no restriction, so that `clusters=` means all as well. */
export const commaList = z.union([z.string(), z.array(z.string())]).transform(value => {
  const parts = [value]
    .flat()
    .flatMap(text => text.split(','))
    .map(part => part.trim())
    .filter(part => part !== '');
  return parts.length === 0 ? undefined : [...new Set(parts)];
});
