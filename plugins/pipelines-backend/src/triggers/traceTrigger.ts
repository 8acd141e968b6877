import type { KubeObject } from '@kubemate/kube-common';
import { isError } from '@backstage/errors';
import { evaluateCel } from './evaluateCel';
import { fillBinding } from './triggerEvent';
import type { TriggerEvent } from './triggerEvent';
import type { BindingSpec, Interceptor, TemplateSpec } from './triggerSchemas';

/** In what header the hosts name the kind of an event. */
const EVENT_HEADERS: Readonly<Record<string, string>> = {
  github: 'X-Github-Event',
  gitlab: 'X-Gitlab-Event',
  bitbucket: 'X-Event-Key',
};

/** What the interceptor of GitHub asks GitHub itself. */
const NOT_ASKED = ['addChangedFiles', 'githubOwners'];

const UNCHECKED = 'its signature is not checked here';

/** A trigger with what its references name. */
export interface ResolvedTrigger {
  readonly name: string;
  /** By which Tekton labels what it makes. */
  readonly label: string;
  /** Namespace of what it makes. */
  readonly folder: string;
  /** The service account that it names for what it makes. */
  readonly account: string | undefined;
  /** Those of its group, which an event passes first; what they add, the trigger's own see. */
  readonly groupInterceptors: readonly Interceptor[];
  readonly interceptors: readonly Interceptor[];
  readonly params: NonNullable<BindingSpec['params']>;
  readonly template: TemplateSpec;
}

/** What one interceptor did with an event. */
export interface TraceStep {
  readonly interceptor: string;
  /** `skipped`: it is not evaluated here, and the event is let through. */
  readonly outcome: 'passed' | 'stopped' | 'failed' | 'skipped';
  readonly text: string;
}

export interface TriggerTrace {
  readonly steps: readonly TraceStep[];
  /** Values for the template, as they stand in its JSON; absent where an interceptor stopped the event. */
  readonly params?: Readonly<Record<string, string>>;
  /** What would be made; absent likewise. */
  readonly objects?: readonly Omit<KubeObject, 'metadata'>[];
  /** Why nothing can be made of an event that was let through. */
  readonly problem?: string;
}

/** What became of the signature that an interceptor asks for. */
export interface SignatureCheck {
  readonly passes: boolean;
  readonly text: string;
}

/** By the interceptors that name a Secret. */
export type SignatureChecks = ReadonlyMap<Interceptor, SignatureCheck>;

/**
 * What a listener would do with an event, without doing it.
 * @param signatures - where absent, as for a person who looks, nothing is asked of signatures, and an interceptor that is not evaluated here lets the event through; where present, nothing passes unevaluated
 */
export function traceTrigger(
  trigger: ResolvedTrigger,
  event: TriggerEvent,
  signatures?: SignatureChecks,
): TriggerTrace {
  const steps: TraceStep[] = [];
  let current = event;
  for (const interceptor of [...trigger.groupInterceptors, ...trigger.interceptors]) {
    const { event: next, added } = intercept(interceptor, current, signatures);
    steps.push(...added);
    current = next;
    if (added.some(({ outcome }) => outcome === 'stopped' || outcome === 'failed'))
      return { steps };
  }
  try {
    const params = fillParams(trigger, current);
    return { steps, params, objects: renderTemplate(trigger.template, { params, event }) };
  } catch (error) {
    return { steps, problem: saying(error) };
  }
}

function fillParams({ template, params }: ResolvedTrigger, event: TriggerEvent) {
  const filled = new Map(
    (template.params ?? []).flatMap(({ name, default: given }) =>
      given === undefined || given === null ? [] : [[name, given] as const],
    ),
  );
  for (const [at, { name, value }] of params.entries()) {
    if (params.findIndex(other => other.name === name) !== at)
      throw new RangeError(`parameter ${name} is given twice`);
    filled.set(name, fillBinding(value, event, filled.get(name)));
  }
  return Object.fromEntries(filled);
}

function intercept(
  interceptor: Interceptor,
  event: TriggerEvent,
  signatures: SignatureChecks | undefined,
): { event: TriggerEvent; added: TraceStep[] } {
  const name = interceptor.ref?.name ?? interceptor.name ?? 'webhook';
  const param = (key: string) => interceptor.params?.find(each => each.name === key)?.value;
  // One of the namespace may have any name.
  const isOwn = interceptor.ref?.kind === 'NamespacedInterceptor';
  if (name === 'cel' && !isOwn)
    return runCel({ filter: param('filter'), overlays: param('overlays') }, event);
  const told: TraceStep[] = [];
  const step = (outcome: TraceStep['outcome'], text: string) => ({
    event,
    added: [...told, { interceptor: name, outcome, text }],
  });
  const header = isOwn ? undefined : EVENT_HEADERS[name];
  const unevaluated = signatures === undefined ? 'skipped' : 'failed';
  if (header === undefined) return step(unevaluated, 'is not called from here');
  const wanted = param('eventTypes');
  if (Array.isArray(wanted)) {
    const got = event.header[header]?.[0] ?? '';
    const passes = wanted.includes(got);
    const text = `${header} is “${got}”, wanted is one of ${wanted.join(', ')}`;
    if (!passes) return step('stopped', text);
    told.push({ interceptor: name, outcome: 'passed', text });
  }
  if (signatures === undefined)
    return told.length > 0 ? { event, added: told } : step('skipped', UNCHECKED);
  const check = signatures.get(interceptor);
  if (check !== undefined) {
    if (!check.passes) return step('stopped', check.text);
    told.push({ interceptor: name, outcome: 'passed', text: check.text });
  }
  const asked = NOT_ASKED.find(key => Object(param(key)).enabled === true);
  return asked === undefined ? { event, added: told } : step('failed', `${asked} is not done here`);
}

function runCel(
  { filter, overlays }: { filter: unknown; overlays: unknown },
  event: TriggerEvent,
): { event: TriggerEvent; added: TraceStep[] } {
  const added: TraceStep[] = [];
  const step = (outcome: TraceStep['outcome'], text: string) =>
    added.push({ interceptor: 'cel', outcome, text });
  const values: Record<string, unknown> = {};
  try {
    if (typeof filter === 'string' && filter !== '') {
      const passes = evaluateCel(filter, event) === true;
      step(passes ? 'passed' : 'stopped', `${filter} is ${passes}`);
      if (!passes) return { event, added };
    }
    for (const { key, expression } of overlaysOf(overlays)) {
      // None sees what another of its interceptor adds.
      const value = evaluateCel(expression, event);
      put(values, { path: key, value });
      step('passed', `extensions.${key} = ${JSON.stringify(value)}`);
    }
  } catch (error) {
    step('failed', saying(error));
  }
  return { event: { ...event, extensions: { ...event.extensions, ...values } }, added };
}

/** Dots in the key of an overlay lead into an object. */
function put(values: Record<string, unknown>, { path, value }: { path: string; value: unknown }) {
  const keys = path.split(/(?<!\\)\./).map(key => key.replaceAll('\\.', '.'));
  const last = keys.pop() ?? '';
  let at = values;
  for (const key of keys) {
    const found = Object.hasOwn(at, key) ? at[key] : undefined;
    const next: Record<string, unknown> = isObject(found) ? found : {};
    at[key] = next;
    at = next;
  }
  at[last] = value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function overlaysOf(given: unknown): { key: string; expression: string }[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap(each => {
    const { key, expression } = Object(each);
    return typeof key === 'string' && typeof expression === 'string' ? [{ key, expression }] : [];
  });
}

/** The template's objects with each `$(tt.params.…)` filled in; one without a value stays. Values are put into the text, and are no variables of Tekton there. */
export function renderTemplate(
  { resourcetemplates }: TemplateSpec,
  { params, event }: { params: Readonly<Record<string, string>>; event: TriggerEvent },
): Omit<KubeObject, 'metadata'>[] {
  return (resourcetemplates ?? []).map(template => {
    const text = JSON.stringify(template)
      .replace(/\$\(tt\.params\.([\w.-]+)\)/g, (whole, name: string) =>
        Object.hasOwn(params, name) ? String(params[name]).replaceAll('$(', () => '$$(') : whole,
      )
      .replaceAll('$(uid)', event.eventId);
    try {
      return JSON.parse(text);
    } catch {
      throw new RangeError('with these values the template is no JSON: quotes break it');
    }
  });
}

/** CEL marks the place in further lines. */
function saying(error: unknown): string {
  return (isError(error) ? error.message : String(error)).split('\n')[0] ?? '';
}
