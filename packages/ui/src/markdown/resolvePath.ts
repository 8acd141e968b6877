const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

/** Whether a link of a text leads out, by a scheme or a host, and not to a file beside it. */
export function isAddress(href: string): boolean {
  return ADDRESS.test(href);
}

/** `b/c.md` seen from `a/x.md` is `a/b/c.md`; undefined where it leads above the folder that all of them are in. */
export function resolvePath(from: string, target: string): string | undefined {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '..' && part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
