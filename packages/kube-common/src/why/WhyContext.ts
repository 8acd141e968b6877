import { summariseEvent } from '../eventSummary';
import type { EventSummary } from '../eventSummary';
import type { Cause, Evidence, Finding, NextStep, Phrase } from '../finding';
import type { KubeObject } from '../kubeObject';
import type { HorizontalPodAutoscaler } from '../shapes/autoscaler';
import type { KubeEvent } from '../shapes/event';
import type { Node } from '../shapes/node';
import type { Pod } from '../shapes/pod';
import type { EndpointSlice } from '../shapes/service';
import type { PersistentVolumeClaim, StorageClass } from '../shapes/storage';
import type { Job, ReplicaSet } from '../shapes/workload';
import type { ResourceQuota } from '../columns/core/limits';
import { EVIDENCE_PLACES, EVIDENCE_TEXTS, fillPhrase } from './phrases';
import type { EvidenceCode, PlaceCode } from './phrases';
import type { NamedObject, WhyInput } from './WhyInput';

interface RelatedShapes {
  readonly Event: readonly KubeEvent[];
  readonly Pod: readonly Pod[];
  readonly ReplicaSet: readonly ReplicaSet[];
  readonly Job: readonly Job[];
  readonly Node: readonly Node[];
  readonly PersistentVolumeClaim: readonly PersistentVolumeClaim[];
  readonly StorageClass: readonly StorageClass[];
  readonly EndpointSlice: readonly EndpointSlice[];
  readonly HorizontalPodAutoscaler: readonly HorizontalPodAutoscaler[];
  readonly ResourceQuota: readonly ResourceQuota[];
}

/** An input with its parts indexed, shared by all the questions asked about one object. */
export interface WhyContext {
  readonly input: WhyInput;
  related<K extends keyof RelatedShapes>(kind: K): RelatedShapes[K];
  /** Events about one object, the latest first. */
  eventsOf(kind: string, object: KubeObject): readonly EventSummary[];
  isMissing(object: NamedObject): boolean;
}

/** One cause family: what it finds about one object, nothing where the object is of another kind. */
export type Explainer = (object: KubeObject, context: WhyContext) => Finding[];

function eventKey(kind = '', namespace = '', name = ''): string {
  return `${kind}/${namespace}/${name}`;
}

function indexEvents(events: readonly KubeEvent[]): Map<string, EventSummary[]> {
  const byObject = new Map<string, EventSummary[]>();
  const seen = new Set<string>();
  for (const event of events) {
    if (seen.has(event.metadata.uid)) continue;
    seen.add(event.metadata.uid);
    const summary = summariseEvent(event);
    const { kind, namespace, name } = summary.regarding;
    const key = eventKey(kind, namespace, name);
    const list = byObject.get(key);
    if (list === undefined) byObject.set(key, [summary]);
    else list.push(summary);
  }
  for (const list of byObject.values()) list.sort((a, b) => b.lastSeen - a.lastSeen);
  return byObject;
}

/** Indexes an input. */
export function whyContext(input: WhyInput): WhyContext {
  // The parsed edge: related objects come from the API server, which validated them by kind.
  const related = input.related as Partial<RelatedShapes>;
  const none: readonly never[] = [];
  const events = indexEvents(related.Event ?? []);
  const missing = new Set(
    input.missing.map(({ kind, namespace, name }) => eventKey(kind, namespace, name)),
  );
  return {
    input,
    related: kind => related[kind] ?? none,
    eventsOf(kind, { metadata: { namespace, name, uid } }) {
      const found = events.get(eventKey(kind, namespace, name)) ?? none;
      // An object of the same name that lived before has events too; a node's uid in events is its name by tradition.
      return found.filter(
        ({ regarding }) => !regarding.uid || !uid || regarding.uid === uid || kind === 'Node',
      );
    },
    isMissing: ({ kind, namespace, name }) => missing.has(eventKey(kind, namespace, name)),
  };
}

/** `Pod api-0`, as a source of evidence. */
export function nameOf({ kind, metadata }: KubeObject, fallback = 'Object'): string {
  return `${kind ?? fallback} ${metadata.name}`;
}

/** An event as evidence, with how often it came. */
export function eventEvidence(event: EventSummary): Evidence {
  const { reason, message, count, regarding, lastSeen } = event;
  const quote = `${reason}: ${message}`;
  const place = {
    source: `${regarding.kind ?? ''} ${regarding.name ?? ''}`.trim(),
    at: lastSeen || undefined,
  };
  if (count <= 1) return { kind: 'event', text: quote, ...place };
  return { kind: 'event', ...say('event-repeated', { quote, times: count }), ...place };
}

/** A condition as evidence. */
export function conditionEvidence(
  object: KubeObject,
  condition: {
    type: string;
    status: string;
    reason?: string;
    message?: string;
    lastTransitionTime?: string | null;
  },
): Evidence {
  const { type, status, reason, message, lastTransitionTime } = condition;
  const at = lastTransitionTime ? Date.parse(lastTransitionTime) : NaN;
  const quote = [reason, message].filter(Boolean).join(': ');
  return {
    kind: 'condition',
    ...(quote === '' ? say('condition-status', { type, status }) : { text: quote }),
    source: `${nameOf(object)} status.conditions[${type}]`,
    at: Number.isNaN(at) ? undefined : at,
  };
}

/** A field with its value as evidence. */
export function fieldEvidence(object: KubeObject, path: string, value: string): Evidence {
  return { kind: 'field', text: `${path}: ${value}`, source: nameOf(object) };
}

/** The text of evidence as a sentence that can be translated. */
export function say(
  code: EvidenceCode,
  params: Phrase['params'],
): { text: string; phrase: Phrase<EvidenceCode> } {
  return { text: fillPhrase(EVIDENCE_TEXTS[code], params), phrase: { code, params } };
}

/** The source of evidence as words that can be translated. */
export function placeAt(
  code: PlaceCode,
  params: Phrase['params'],
): { source: string; place: Phrase<PlaceCode> } {
  return { source: fillPhrase(EVIDENCE_PLACES[code], params), place: { code, params } };
}

/** A field said in a sentence, because its path or value alone would not tell. */
export function fieldSaid(
  object: KubeObject,
  code: EvidenceCode,
  params: Phrase['params'],
): Evidence {
  return { kind: 'field', ...say(code, params), source: nameOf(object) };
}

/** A finding about the object asked about; a roll-up adds the subject. */
export function finding(
  cause: Cause,
  severity: Finding['severity'],
  parts: {
    summary: string;
    code?: Finding['code'];
    params?: Finding['params'];
    evidence: readonly (Evidence | undefined)[];
    nextSteps: readonly NextStep[];
    subject?: Finding['subject'];
  },
): Finding {
  const { summary, code, params = {}, evidence, nextSteps, subject } = parts;
  return {
    cause,
    ...(code === undefined ? {} : { code }),
    severity,
    summary,
    params,
    evidence: evidence.filter((item): item is Evidence => item !== undefined),
    nextSteps,
    ...(subject === undefined ? {} : { subject }),
  };
}
