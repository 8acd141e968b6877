import type { ResourceType } from '../ResourceType';

/** Built-in types that the real server answers with a warning, by collection. */
const DEPRECATED: Readonly<Record<string, string>> = {
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

/** What a request for a type is warned of. */
export function deprecationWarnings({ collection }: ResourceType): string[] {
  const text = DEPRECATED[collection];
  return text === undefined ? [] : [text];
}
