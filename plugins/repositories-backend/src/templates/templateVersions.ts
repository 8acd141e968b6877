import type { Entity } from '@backstage/catalog-model';
import { templateVersionSchema } from '@kubemate/plugin-repositories-common';
import type { TemplateVersion } from '@kubemate/plugin-repositories-common';

const VERSION = 'kubemate.io/template-version';
const VERSIONS = 'kubemate.io/template-versions';
const MAX_VERSIONS = 200;

/** The versions that a template names, the newest first, with what each brought. Without the list there is the one that it has. */
export function versionsOf({ metadata }: Entity): readonly TemplateVersion[] {
  const { [VERSION]: current, [VERSIONS]: list = '' } = metadata.annotations ?? {};
  const named = list.split('\n').flatMap(line => {
    const [, version = '', summary = ''] = /^\s*(\S+)\s*(.*?)\s*$/.exec(line) ?? [];
    return templateVersionSchema.safeParse(version).success
      ? [{ version, summary: summary.slice(0, 500) }]
      : [];
  });
  const versions = named.slice(0, MAX_VERSIONS);
  if (current === undefined || versions[0]?.version === current) return versions;
  return [{ version: current, summary: '' }, ...versions];
}

/** Whether it says what its versions brought, so that what it makes can be told to be behind. */
export function recordsVersions({ metadata }: Entity): boolean {
  return metadata.annotations?.[VERSIONS] !== undefined;
}

/** The versions that came after the recorded one; undefined where the template does not know it. */
export function versionsSince(
  versions: readonly TemplateVersion[],
  recorded: string,
): readonly TemplateVersion[] | undefined {
  const at = versions.findIndex(({ version }) => version === recorded);
  return at < 0 ? undefined : versions.slice(0, at);
}
