import { compileJsonPath } from '@kubemate/kube-common';
import { z } from 'zod';
import { compileExpression, type Functions, type Scope } from './Expression';
import { compileTemplate, type Template } from './Template';

const labelsSchema = z.record(z.string(), z.string());

const matchSchema = z.strictObject({
  /** A JSONPath into the object, or an expression over the stage's variables where it starts with `$`. */
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const secondsSchema = z.union([z.number(), z.string()]);

const eventSchema = z.strictObject({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  component: z.string().optional(),
  fieldPath: z.string().optional(),
  $if: z.string().optional(),
});

const stageSchema = z.strictObject({
  apiVersion: z.literal('sandbox.kubemate.io/v1alpha1'),
  kind: z.literal('Stage'),
  metadata: z.strictObject({ name: z.string() }),
  spec: z.strictObject({
    resourceRef: z.strictObject({ apiVersion: z.string(), kind: z.string() }),
    selector: z
      .strictObject({
        matchLabels: labelsSchema.optional(),
        matchAnnotations: labelsSchema.optional(),
        matchExpressions: z.array(matchSchema).optional(),
      })
      .default({}),
    weight: z.number().positive().default(1),
    delay: z
      .strictObject({ seconds: secondsSchema.default(0), jitterSeconds: secondsSchema.default(0) })
      .default({ seconds: 0, jitterSeconds: 0 }),
    next: z.strictObject({
      status: z.unknown().optional(),
      patch: z.unknown().optional(),
      events: z.array(eventSchema).optional(),
      finalizers: z
        .strictObject({
          add: z.array(z.string()).optional(),
          remove: z.array(z.string()).optional(),
          empty: z.boolean().optional(),
        })
        .optional(),
      delete: z.strictObject({ gracePeriodSeconds: z.number().optional() }).optional(),
    }),
  }),
});

type StageDocument = z.infer<typeof stageSchema>;
type Match = z.infer<typeof matchSchema>;

interface StageEvent {
  readonly type: Template;
  readonly reason: Template;
  readonly message: Template;
  readonly component: Template;
  readonly fieldPath: Template;
  readonly condition: Template;
}

/** One step of an object's life: when it applies, how long it takes, and what is different afterwards. */
export interface Stage {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly weight: number;
  readonly matches: (scope: Scope) => boolean;
  readonly delaySeconds: Template;
  readonly jitterSeconds: Template;
  readonly status: Template | undefined;
  readonly patch: Template | undefined;
  readonly events: readonly StageEvent[];
  readonly finalizers: StageDocument['spec']['next']['finalizers'];
  readonly delete: StageDocument['spec']['next']['delete'];
}

function reader(key: string, functions: Functions): (scope: Scope) => readonly unknown[] {
  if (key.startsWith('$')) {
    const expression = compileExpression(key, functions);
    return scope => [expression(scope)].filter(value => value !== undefined && value !== null);
  }
  const path = compileJsonPath(key);
  if (path === undefined) throw new SyntaxError(`${JSON.stringify(key)} is not a JSONPath`);
  return scope => path(scope.root).filter(value => value !== undefined && value !== null);
}

function compileMatch({ key, operator, values = [] }: Match, functions: Functions) {
  const read = reader(key, functions);
  const wanted = new Set<unknown>(values);
  return (scope: Scope): boolean => {
    const found = read(scope);
    switch (operator) {
      case 'Exists':
        return found.length > 0;
      case 'DoesNotExist':
        return found.length === 0;
      case 'In':
        return found.some(value => wanted.has(value));
      default:
        return !found.some(value => wanted.has(value));
    }
  };
}

function compileSelector({ selector }: StageDocument['spec'], functions: Functions) {
  const maps = [
    { field: 'labels', wanted: selector.matchLabels },
    { field: 'annotations', wanted: selector.matchAnnotations },
  ].flatMap(({ field, wanted }) =>
    Object.entries(wanted ?? {}).map(([name, value]) =>
      compileExpression(
        `eq .metadata.${field}[${JSON.stringify(name)}] ${JSON.stringify(value)}`,
        functions,
      ),
    ),
  );
  const matches = (selector.matchExpressions ?? []).map(match => compileMatch(match, functions));
  return (scope: Scope): boolean =>
    maps.every(map => map(scope) === true) && matches.every(match => match(scope));
}

function optional(source: unknown, functions: Functions): Template | undefined {
  return source === undefined ? undefined : compileTemplate(source, functions);
}

/**
 * Reads one stage document.
 * @throws SyntaxError or ZodError saying what is wrong with it
 */
export function compileStage(document: unknown, functions: Functions): Stage {
  const { metadata, spec } = stageSchema.parse(document);
  const text = (source: string | undefined) => compileTemplate(source, functions);
  return {
    name: metadata.name,
    ...spec.resourceRef,
    weight: spec.weight,
    matches: compileSelector(spec, functions),
    delaySeconds: compileTemplate(spec.delay.seconds, functions),
    jitterSeconds: compileTemplate(spec.delay.jitterSeconds, functions),
    status: optional(spec.next.status, functions),
    patch: optional(spec.next.patch, functions),
    events: (spec.next.events ?? []).map(event => ({
      type: text(event.type),
      reason: text(event.reason),
      message: text(event.message),
      component: text(event.component ?? 'kubelet'),
      fieldPath: text(event.fieldPath),
      condition: event.$if === undefined ? () => true : compileExpression(event.$if, functions),
    })),
    finalizers: spec.next.finalizers,
    delete: spec.next.delete,
  };
}
