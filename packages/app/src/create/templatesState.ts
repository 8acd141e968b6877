import type { Entity } from '@backstage/catalog-model';
import { flagParam, listParam, textParam } from '@kubemate/ui';

/** The list of templates as it stands in the address. */
export const TEMPLATES_PARAMS = {
  search: textParam(),
  types: listParam(),
  tags: listParam(),
  starred: flagParam(),
};

export interface TemplatesState {
  readonly search: string;
  readonly types: readonly string[];
  readonly tags: readonly string[];
  readonly starred: boolean;
}

/** Templates of one type. */
export interface TemplateGroup {
  readonly type: string;
  readonly templates: readonly Entity[];
}

/** What a template makes: `service`, `tenant`. */
export function typeOf({ spec }: Entity): string {
  return typeof spec?.type === 'string' ? spec.type : '';
}

export function titleOf({ metadata }: Entity): string {
  return metadata.title ?? metadata.name;
}

/** The templates that answer what is asked, by what they make: services first, the others by name. */
export function groupTemplates(
  templates: readonly Entity[],
  state: TemplatesState,
  isStarred: (template: Entity) => boolean,
): readonly TemplateGroup[] {
  const words = state.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Entity[]>();
  for (const template of templates) {
    const { description = '', name, tags = [] } = template.metadata;
    const type = typeOf(template);
    const text = [titleOf(template), name, description, type, ...tags]
      .join(' ')
      .toLocaleLowerCase();
    const fits =
      words.every(word => text.includes(word)) &&
      (state.types.length === 0 || state.types.includes(type)) &&
      state.tags.every(tag => tags.includes(tag)) &&
      (!state.starred || isStarred(template));
    if (fits) groups.set(type, [...(groups.get(type) ?? []), template]);
  }
  return [...groups]
    .map(([type, all]) => ({
      type,
      templates: all.sort((a, b) => titleOf(a).localeCompare(titleOf(b))),
    }))
    .sort(
      (a, b) =>
        Number(b.type === 'service') - Number(a.type === 'service') || a.type.localeCompare(b.type),
    );
}
