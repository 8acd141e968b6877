import type { Artifact, Value } from '@kubemate/plugin-pipelines-common';

interface Result {
  readonly name: string;
  readonly value: Value;
}

const IMAGE = /^(?<uri>[^@\s]+)@(?<digest>sha(?:256|512):[0-9a-f]{16,})$/;

/**
 * What tasks made, by the names that Tekton Chains reads: `*IMAGE_URL` with `*IMAGE_DIGEST`, `IMAGES`, `*ARTIFACT_URI` with `*ARTIFACT_DIGEST`, and
 * objects named `*ARTIFACT_OUTPUTS`.
 */
export function findArtifacts(results: readonly Result[]): Artifact[] {
  const texts = new Map<string, string>();
  for (const { name, value } of results)
    if (typeof value === 'string') texts.set(name, value.trim());
  const found = results.flatMap(({ name, value }): Artifact[] => {
    if (typeof value === 'string') return fromText(name, value, texts);
    if (Array.isArray(value)) return name === 'IMAGES' ? imagesOf(value.join('\n')) : [];
    return name.endsWith('ARTIFACT_OUTPUTS') && value.uri
      ? [{ name: value.uri, uri: value.uri, digest: value.digest }]
      : [];
  });
  return [
    ...new Map(found.map(artifact => [`${artifact.uri}@${artifact.digest}`, artifact])).values(),
  ];
}

function fromText(name: string, value: string, texts: ReadonlyMap<string, string>): Artifact[] {
  if (name === 'IMAGES') return imagesOf(value);
  const pair = /^(.*(?:IMAGE|ARTIFACT))_(?:URL|URI)$/.exec(name);
  const uri = value.trim();
  if (pair === null || uri === '') return [];
  return [{ name: uri, uri, digest: texts.get(`${pair[1]}_DIGEST`) }];
}

function imagesOf(text: string): Artifact[] {
  return text
    .split(/[\s,]+/)
    .filter(part => part !== '')
    .map(part => {
      const { uri = part, digest } = IMAGE.exec(part)?.groups ?? {};
      return { name: uri, uri, digest };
    });
}
