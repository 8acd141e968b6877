import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError, ResponseError } from '@backstage/errors';
import type { QuotaEffect } from '@kubemate/operations-common';
import {
  isPlannedOutput,
  PLANNED_FILES,
  plannedSchema,
  PLANNING_ANNOTATION,
} from '@kubemate/plugin-template-runs-common';
import type {
  Planned,
  PlannedFile,
  PlannedStep,
  TemplatePlan,
} from '@kubemate/plugin-template-runs-common';
import { readTemplateFolder } from '@kubemate/templates-node';
import type { DryRun, DryRunFile } from '@kubemate/templates-node';
import { z } from 'zod';
import { isHarmless, isRecorded } from './actionKinds';
import { AsPerson } from './AsPerson';
import type { Asking, AsPersonOptions } from './AsPerson';

const MAX_TEXT_BYTES = 64_000;
const MAX_TEXTS_BYTES = 2_000_000;

const entitySchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    title: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.looseObject({
    steps: z.array(
      z.looseObject({ input: z.looseObject({ url: z.unknown().optional() }).optional() }),
    ),
  }),
});

type Template = z.infer<typeof entitySchema>;

const stepsSchema = z.record(
  z.string(),
  z.looseObject({ output: z.record(z.string(), z.unknown()).default({}) }),
);

export interface TemplatePlannerOptions extends AsPersonOptions {
  readonly reader: UrlReaderService;
}

/**
 * Says what a template would do, as the person who asks: the scaffolder's dry run of all its steps, with what each answers. Only what the catalog has is run, never
 * what a request brings.
 */
export class TemplatePlanner {
  constructor(private readonly options: TemplatePlannerOptions) {}

  /**
   * @throws NotFoundError where the person may not see the template
   * @throws InputError where it does not take the values, or a step that writes files fails
   */
  async plan(
    { template: ref, values }: { template: string; values: Readonly<Record<string, unknown>> },
    asking: Asking,
  ): Promise<TemplatePlan> {
    const person = new AsPerson(this.options, asking);
    const template = await readTemplate(ref, person);
    const beside = await readTemplateFolder(template as Entity, {
      paths: pathsBeside(template),
      reader: this.options.reader,
    });
    const dryRun = await person.dryRun({ template: answering(template), values, beside });
    const steps = stepsOf(dryRun);
    const operations = steps.flatMap(step => step.operations);
    return {
      template: stringifyEntityRef(template as Entity),
      title: template.metadata.title ?? template.metadata.name,
      allowed: operations.every(isAllowed),
      steps,
      files: filesOf(dryRun),
      quota: inTotal(operations),
    };
  }
}

async function readTemplate(ref: string, person: AsPerson): Promise<Template> {
  const { namespace, name } = parseEntityRef(ref);
  try {
    return await person.get(
      'catalog',
      `/entities/by-name/template/${namespace}/${name}`,
      entitySchema,
    );
  } catch (error) {
    const isHidden = error instanceof ResponseError && [403, 404].includes(error.statusCode);
    throw isHidden ? new NotFoundError(`There is no template ${ref}`) : error;
  }
}

/** What its steps read beside it; where one makes the path up, all that is there. */
function pathsBeside({ spec, metadata }: Template): readonly string[] {
  const urls = spec.steps.flatMap(({ input }) =>
    typeof input?.url === 'string' ? [input.url] : [],
  );
  const near = urls.filter(url => !/^[a-z][a-z0-9+.-]*:/i.test(url));
  if (near.some(url => url.includes('${{'))) return ['.'];
  return near.map(url => {
    const path = url.replace(/^\.\//, '').replace(/\/$/, '') || '.';
    if (path.startsWith('/') || path.split('/').includes('..'))
      throw new InputError(`${metadata.name} reads from elsewhere: ${url}`);
    return path;
  });
}

/** The template, so that its steps plan and their outputs are answered. */
function answering(template: Template): object {
  const { metadata, spec } = template;
  const annotations = { ...metadata.annotations, [PLANNING_ANNOTATION]: 'true' };
  // Secrets of its form stay with the run: nothing that is planned needs them.
  const { secrets, ...rest } = spec;
  return {
    ...template,
    metadata: { ...metadata, annotations },
    spec: { ...rest, output: { steps: '${{ steps }}' } },
  };
}

function stepsOf({ steps, output }: DryRun): PlannedStep[] {
  const answers = stepsSchema.parse(output.steps ?? {});
  const planned = steps.map(({ id, name, action }) => {
    const outputs = answers[id]?.output;
    // One that has run for each of a list answers a list.
    const operations = Object.entries(outputs ?? {}).flatMap(([key, value]) =>
      isPlannedOutput(key) ? [value].flat().map(each => plannedSchema.parse(each)) : [],
    );
    const isKnown = isHarmless(action) || isRecorded(action);
    const state = outputs === undefined ? 'skipped' : isKnown ? 'does' : 'unknown';
    return { id, name, action, state, operations } as const;
  });
  return planned.map((step, index) => {
    // Where nothing comes before it, nothing will make what it misses.
    const isFirst = !planned.slice(0, index).some(earlier => earlier.operations.length > 0);
    return {
      ...step,
      operations: step.operations
        .filter(each => !each.isCheck || !planned.slice(index + 1).some(later => does(later, each)))
        .map(each =>
          isFirst && each.state === 'later' ? { ...each, state: 'failed' as const } : each,
        ),
    };
  });
}

/** Whether a step does what another only looks at. */
function does({ operations }: PlannedStep, check: Planned): boolean {
  return operations.some(
    each =>
      !each.isCheck &&
      each.operation === check.operation &&
      each.state === check.state &&
      each.reason === check.reason &&
      each.plan?.basis === check.plan?.basis &&
      each.plan?.summary === check.plan?.summary,
  );
}

function isAllowed({ state, plan }: Planned): boolean {
  return state === 'later' || (state === 'planned' && plan?.allowed === true);
}

/** Those that steps would commit; all that is written where none commits. */
function filesOf({ files, output }: DryRun): PlannedFile[] {
  const answers = Object.values(stepsSchema.parse(output.steps ?? {}));
  const named = answers.flatMap(({ output: outputs }) => {
    const paths = z.array(z.string()).safeParse([outputs[PLANNED_FILES] ?? []].flat(2));
    return outputs[PLANNED_FILES] === undefined ? [] : (paths.data ?? []);
  });
  const committed = new Set(named);
  let left = MAX_TEXTS_BYTES;
  return files
    .filter(({ path }) => committed.size === 0 || committed.has(path))
    .map(file => {
      const text = textOf(file);
      const isShown = text !== undefined && file.content.length <= left;
      if (isShown) left -= file.content.length;
      return {
        ...{ path: file.path, bytes: file.content.length, executable: file.executable },
        ...(isShown ? { text } : {}),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function textOf({ content }: DryRunFile): string | undefined {
  if (content.length > MAX_TEXT_BYTES || content.includes(0)) return undefined;
  const text = content.toString('utf8');
  return Buffer.from(text, 'utf8').equals(content) ? text : undefined;
}

/** What all steps together take of each resource of each quota. */
function inTotal(operations: readonly Planned[]): QuotaEffect[] {
  const totals = new Map<string, QuotaEffect>();
  for (const { plan, isCheck } of operations)
    for (const effect of isCheck ? [] : (plan?.quota ?? [])) {
      const { cluster, namespace, quota, resource, adds } = effect;
      const key = JSON.stringify([cluster, namespace, quota, resource]);
      const known = totals.get(key);
      totals.set(key, { ...effect, adds: adds + (known?.adds ?? 0) });
    }
  return [...totals.values()];
}
