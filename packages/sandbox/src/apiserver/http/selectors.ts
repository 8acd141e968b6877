import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject } from '../json';
import type { ResourceType } from '../ResourceType';
import type { StoredObject } from '../store/StoredObject';

export type EntryPredicate = (entry: StoredObject) => boolean;

type Labels = Readonly<Record<string, string>>;
type LabelPredicate = (labels: Labels) => boolean;

const SET_TERM = /^\s*([^\s!=()<>,]+)\s+(in|notin)\s*\(([^)]*)\)\s*$/;
const EQUALITY_TERM = /^\s*([^\s!=()<>,]+)\s*(==|!=|=|>|<)\s*([^\s!=()<>,]*)\s*$/;
const EXISTENCE_TERM = /^\s*(!?)\s*([^\s!=()<>,]+)\s*$/;

/** Splits at commas outside parentheses. */
function splitTerms(text: string): string[] {
  return text.split(/,(?![^(]*\))/).filter(term => term.trim() !== '');
}

function parseLabelTerm(term: string): LabelPredicate | undefined {
  const set = SET_TERM.exec(term);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map(value => value.trim()));
    if (operator === 'in') return labels => labels[key] !== undefined && values.has(labels[key]);
    return labels => labels[key] === undefined || !values.has(labels[key]);
  }
  const equality = EQUALITY_TERM.exec(term);
  if (equality !== null) {
    const [, key = '', operator = '=', value = ''] = equality;
    if (operator === '!=') return labels => labels[key] !== value;
    if (operator === '>') return labels => Number(labels[key]) > Number(value);
    if (operator === '<') return labels => Number(labels[key]) < Number(value);
    return labels => labels[key] === value;
  }
  const existence = EXISTENCE_TERM.exec(term);
  if (existence === null) return undefined;
  const [, negated, key = ''] = existence;
  return negated === '!'
    ? labels => labels[key] === undefined
    : labels => labels[key] !== undefined;
}

/** A label selector in the query's text form: `app=web,tier in (a, b),!canary`. */
export function labelPredicate(text: string): LabelPredicate {
  const terms = splitTerms(text).map(term => {
    const predicate = parseLabelTerm(term);
    if (predicate === undefined)
      throw ApiStatusError.badRequest(
        `unable to parse requirement: found '${term.trim()}', expected: a label requirement`,
      );
    return predicate;
  });
  return labels => terms.every(term => term(labels));
}

/** Fields that can be selected on beside `metadata.name` and `metadata.namespace`, by collection. */
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
  replicationcontrollers: ['status.replicas'],
  'replicasets.apps': ['status.replicas'],
  'jobs.batch': ['status.successful'],
  'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
  'resourceslices.resource.k8s.io': ['spec.nodeName', 'spec.driver'],
};

/** `events.k8s.io` selects the same values under its own field names. */
const EVENT_ALIASES: Readonly<Record<string, string>> = {
  reportingController: 'reportingComponent',
};

function fieldValue(object: KubeObject, path: string): string {
  if (path === 'source') return fieldValue(object, 'source.component');
  let value: unknown = object;
  for (const field of path.split('.')) value = isJsonObject(value) ? value[field] : undefined;
  if (value === undefined || value === null)
    return path === 'spec.unschedulable' || path === 'spec.hostNetwork' ? 'false' : '';
  return String(value);
}

function selectablePath(key: string, type: ResourceType): string | undefined {
  const path = type.collection === 'events' ? (aliasOf(key) ?? key) : key;
  if (path === 'metadata.name') return path;
  if (path === 'metadata.namespace' && (type.namespaced || type.custom === undefined)) return path;
  if (type.custom?.selectableFields.includes(`.${path}`)) return path;
  return SELECTABLE[type.collection]?.includes(path) ? path : undefined;
}

function aliasOf(key: string): string | undefined {
  return EVENT_ALIASES[key] ?? key.replace(/^regarding\./, 'involvedObject.');
}

function parseFieldTerm(term: string, type: ResourceType): EntryPredicate {
  const match = /^\s*([^=!]+?)\s*(==|!=|=)\s*(.*?)\s*$/.exec(term);
  if (match === null)
    throw ApiStatusError.badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, key = '', operator, value = ''] = match;
  const path = selectablePath(key, type);
  if (path === undefined)
    throw ApiStatusError.badRequest(
      type.custom === undefined
        ? `field label not supported: ${key}`
        : `field label not supported: ${key}`,
    );
  const wanted = operator !== '!=';
  if (path === 'metadata.name') return entry => (entry.name === value) === wanted;
  if (path === 'metadata.namespace') return entry => ((entry.namespace ?? '') === value) === wanted;
  return entry => (fieldValue(entry.object(), path) === value) === wanted;
}

export function fieldPredicate(text: string, type: ResourceType): EntryPredicate {
  const terms = text
    .split(',')
    .filter(term => term.trim() !== '')
    .map(term => parseFieldTerm(term, type));
  return entry => terms.every(term => term(entry));
}

/** Both selectors of a list, watch or deletecollection, or undefined where everything matches. */
export function selection(query: URLSearchParams, type: ResourceType): EntryPredicate | undefined {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  const byLabel = labels === '' ? undefined : labelPredicate(labels);
  const byField = fields === '' ? undefined : fieldPredicate(fields, type);
  if (byLabel === undefined) return byField;
  return entry => byLabel(entry.labels) && (byField === undefined || byField(entry));
}
