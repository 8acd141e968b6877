import { ApiStatusError } from '../ApiStatusError';

/** How an answer is to be written. */
export interface Representation {
  readonly format: 'json' | 'yaml';
  readonly as?: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
}

interface Accepted {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

function parseAccept(header: string): Accepted[] {
  const accepted = header.split(',').map(part => {
    const [type = '', ...rest] = part.split(';').map(text => text.trim());
    const parameters = new Map(
      rest.map((text): [string, string] => {
        const [name = '', value = ''] = text.split('=');
        return [name.toLowerCase(), value];
      }),
    );
    return { type: type.toLowerCase(), parameters, quality: Number(parameters.get('q') ?? 1) };
  });
  return accepted.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
}

function represent({ type, parameters }: Accepted): Representation | undefined {
  const as = parameters.get('as');
  const group = parameters.get('g');
  const isMeta = (group === undefined || group === 'meta.k8s.io') && parameters.get('v') === 'v1';
  if (as !== undefined) {
    const known =
      as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList';
    return known && isMeta && type === 'application/json' ? { format: 'json', as } : undefined;
  }
  if (type === 'application/yaml') return { format: 'yaml' };
  const isJson = type === '*/*' || type === 'application/*' || type === 'application/json';
  return isJson ? { format: 'json' } : undefined;
}

const AVAILABLE =
  'application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';

/** Chooses the representation of an object answer, or throws 406. Protobuf alone is not served: clients fall back to JSON. */
export function negotiate(header: string | undefined): Representation {
  if (header === undefined || header.trim() === '') return { format: 'json' };
  for (const accepted of parseAccept(header)) {
    const representation = represent(accepted);
    if (representation !== undefined) return representation;
  }
  throw new ApiStatusError({
    code: 406,
    reason: 'NotAcceptable',
    message: `406: Not Acceptable\n\nAvailable representations: ${AVAILABLE}`,
    details: {},
  });
}

/** Whether the client asks for the aggregated discovery document, and which version of it. */
export function aggregatedDiscovery(header: string | undefined): 'v2' | 'v2beta1' | undefined {
  for (const { parameters } of parseAccept(header ?? '')) {
    const version = parameters.get('v');
    if (parameters.get('as') !== 'APIGroupDiscoveryList') continue;
    if (version === 'v2' || version === 'v2beta1') return version;
  }
  return undefined;
}
