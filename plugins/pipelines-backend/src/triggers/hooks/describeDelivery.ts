import { createHash } from 'node:crypto';
import { canonicalHeader } from '../triggerEvent';
import type { RawDelivery } from './signature';

const EVENTS = ['X-Gitea-Event', 'X-Github-Event', 'X-Gitlab-Event', 'X-Event-Key'];
const IDS = ['X-Gitea-Delivery', 'X-Github-Delivery', 'X-Gitlab-Event-Uuid', 'X-Request-Uuid'];
const MOST = 200;

export interface DeliveryDescription {
  /** As the host counts its deliveries; empty where it does not. */
  readonly delivery: string;
  /** `push`, as the host names it. */
  readonly event: string;
  /** Branch or tag that it is about; empty where it is about none. */
  readonly ref: string;
  /** Of the body. It alone is signed, so that it alone tells a delivery from one that came before. */
  readonly digest: string;
}

/** What people know a delivery by. */
export function describeDelivery(
  { header, body }: RawDelivery,
  parsed: object,
): DeliveryDescription {
  const first = (names: readonly string[]) =>
    names
      .map(name => header[canonicalHeader(name)]?.[0])
      .find(Boolean)
      ?.slice(0, MOST) ?? '';
  return {
    ...{ delivery: first(IDS), event: first(EVENTS), ref: refOf(parsed).slice(0, MOST) },
    digest: createHash('sha256').update(body).digest('hex'),
  };
}

/** Of a push, of a pull request, of a merge request. */
function refOf(body: object): string {
  const at = (...path: string[]) =>
    path.reduce<unknown>((value, key) => new Map(Object.entries(Object(value))).get(key), body);
  const found = [
    at('ref'),
    at('pull_request', 'head', 'ref'),
    at('object_attributes', 'source_branch'),
  ].find(each => typeof each === 'string');
  return typeof found === 'string' ? found : '';
}
