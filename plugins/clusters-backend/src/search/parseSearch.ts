/** What somebody typed, taken apart. */
export interface Search {
  /** A few letters of a name; may be empty where a kind, namespace or cluster is given. */
  readonly name: string;
  /** A kind by any of its names, as typed: `deploy`, `po`, `pipelineruns`. */
  readonly kind?: string;
  readonly namespace?: string;
  readonly cluster?: string;
}

const PREFIXES: Readonly<Record<string, 'namespace' | 'cluster' | 'kind'>> = {
  ns: 'namespace',
  namespace: 'namespace',
  cluster: 'cluster',
  kind: 'kind',
};

/**
 * Reads `cart`, `deploy/cart`, `po cart`, `ns:shop cart`, `cluster:prod kind:svc cart`. A first word is a kind only
 * where `isKind` knows it and something follows, so that an object may be called like a kind.
 */
export function parseSearch(text: string, isKind: (alias: string) => boolean): Search {
  const search: { name: string; kind?: string; namespace?: string; cluster?: string } = {
    name: '',
  };
  const words: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const colon = word.indexOf(':');
    const prefix = PREFIXES[word.slice(0, Math.max(colon, 0)).toLowerCase()];
    if (prefix === undefined) words.push(word);
    else if (colon < word.length - 1) search[prefix] = word.slice(colon + 1).toLowerCase();
  }
  const [first = '', ...rest] = words;
  const slash = first.indexOf('/');
  if (slash > 0 && isKind(first.slice(0, slash).toLowerCase())) {
    search.kind = first.slice(0, slash).toLowerCase();
    words[0] = first.slice(slash + 1);
  } else if (rest.length > 0 && isKind(first.toLowerCase())) {
    search.kind = first.toLowerCase();
    words.shift();
  }
  return { ...search, name: words.filter(word => word !== '').join('-') };
}
