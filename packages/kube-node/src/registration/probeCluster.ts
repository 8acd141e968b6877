import { isError } from '@backstage/errors';
import { z } from 'zod';
import { inParallel } from '../access/inParallel';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { networkReason } from '../clusters/networkReason';
import { readBody } from '../clusters/readBody';
import { Discovery } from '../discovery/Discovery';
import { ClusterGateway, PORTAL } from '../gateway/ClusterGateway';
import { inspectTls, type TlsFacts } from './inspectTls';
import { knownAddOns, type AddOn } from './knownAddOns';
import { portalRights, portalRoleYaml, type PortalRight } from './portalRights';

const PROBE_MS = 20_000;
/** The right to be somebody for certain verbs only, from Kubernetes 1.36; see docs/clusters.md. */
const CONSTRAINED_IMPERSONATION = { verb: 'impersonate:user-info', group: 'authentication.k8s.io' };
const PARALLEL_REVIEWS = 8;
const MAX_VERSION_BODY = 64 * 1024;

/** What is looked at, in this order, until one fails. */
export type ProbeStep = 'address' | 'tls' | 'version' | 'credential' | 'apis' | 'rights';

/** What the portal found on a cluster without changing anything there, and without sending the credential to a server it does not trust. */
export interface ClusterProbe {
  /** `ready`; `limited` where something that the portal wants is missing; `failed` where the cluster cannot be used so. */
  readonly outcome: 'ready' | 'limited' | 'failed';
  /** Each step that was taken; where one failed, a sentence why. */
  readonly steps: readonly {
    readonly step: ProbeStep;
    readonly ok: boolean;
    readonly reason?: string;
  }[];
  /** Host and port. */
  readonly server: string;
  readonly addresses: readonly string[];
  readonly tls?: TlsFacts;
  readonly version?: string;
  /** Round trip of the version request in milliseconds. */
  readonly latencyMs?: number;
  /** Who the credential is to the cluster. */
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly resourceTypes?: number;
  readonly addOns?: readonly AddOn[];
  readonly rights?: readonly (PortalRight & { readonly allowed: boolean })[];
  /** What to apply on the cluster so that the credential has what is missing. */
  readonly fix?: string;
}

type Found = { -readonly [K in keyof ClusterProbe]?: ClusterProbe[K] };

const versionSchema = z.object({ gitVersion: z.string().max(100) });
const whoSchema = z.object({
  status: z.object({
    userInfo: z.object({ username: z.string(), groups: z.array(z.string()).nullish() }),
  }),
});
const accessSchema = z.object({ status: z.object({ allowed: z.boolean() }) });

/** A finding for people. */
class ProbeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProbeError';
  }
}

class Probe {
  private readonly steps: { step: ProbeStep; ok: boolean; reason?: string }[] = [];
  private readonly found: Found = {};
  private readonly gateway: ClusterGateway;

  constructor(
    private readonly definition: ClusterDefinition,
    private readonly options: { connection: ClusterConnection; signal: AbortSignal },
  ) {
    // Only the portal itself asks here; no viewer is impersonated.
    this.gateway = new ClusterGateway(options.connection, { userPrefix: '', groupPrefix: '' });
  }

  async run(): Promise<ClusterProbe> {
    const usable =
      (await this.step('address', () => this.lookUp())) &&
      (await this.step('tls', () => this.shakeHands())) &&
      (await this.step('version', () => this.askVersion())) &&
      (await this.step('credential', () => this.askWho())) &&
      (await this.step('apis', () => this.discover()));
    // Rights can be given later: what is missing limits the cluster, and does not refuse it.
    if (usable) await this.step('rights', () => this.review());
    const rights = this.found.rights ?? [];
    const missing = rights.some(({ allowed, need }) => !allowed && need !== 'excess');
    const unread = this.steps.some(({ ok }) => !ok);
    return {
      ...this.found,
      outcome: !usable ? 'failed' : missing || unread ? 'limited' : 'ready',
      steps: this.steps,
      server: this.definition.server.host,
      addresses: this.found.addresses ?? [],
    };
  }

  private async step(step: ProbeStep, look: () => Promise<void>): Promise<boolean> {
    try {
      await look();
      this.steps.push({ step, ok: true });
      return true;
    } catch (error) {
      this.steps.push({ step, ok: false, reason: reasonOf(error) });
      return false;
    }
  }

  private async lookUp(): Promise<void> {
    const { guard, server } = this.definition;
    const found = (await guard?.addressesOf(server.hostname)) ?? [];
    this.found.addresses = found.map(({ address }) => address);
  }

  private async shakeHands(): Promise<void> {
    const { server, tls, guard } = this.definition;
    if (server.protocol === 'http:') return;
    const facts = await inspectTls(
      { server: server.href, ca: tls.ca, serverName: tls.serverName },
      { guard },
    );
    this.found.tls = facts;
    if (facts.trusted) return;
    const names = facts.names.slice(0, 5).join(', ');
    throw new ProbeError(
      facts.problem === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? `its certificate is for ${names || 'no name at all'}, not for ${tls.serverName ?? server.hostname}; give one of these as server name`
        : `${networkReason({ name: 'Error', message: '', code: facts.problem })}. Nothing was sent to it. Compare the fingerprint with the cluster's, then trust the certificate`,
    );
  }

  private async askVersion(): Promise<void> {
    const startedAt = performance.now();
    const response = await this.options.connection.request({
      path: '/version',
      query: {},
      signal: this.options.signal,
    });
    const text = await readBody(response, MAX_VERSION_BODY);
    this.found.latencyMs = Math.round(performance.now() - startedAt);
    if (response.status >= 300 && response.status < 400)
      throw new ProbeError('it answers with a redirect, which the portal does not follow');
    if (response.status === 401 || response.status === 403) return;
    const version = versionSchema.safeParse(parseJson(text));
    if (response.status !== 200 || !version.success)
      throw new ProbeError(`it answers ${response.status} and not as a Kubernetes API server does`);
    this.found.version = version.data.gitVersion;
  }

  private async askWho(): Promise<void> {
    const review = await this.ask('authentication.k8s.io', { kind: 'SelfSubjectReview' }).catch(
      error => {
        // Before 1.28 the server does not tell; the reviews below will.
        if (isError(error) && error.name === 'NotFoundError') return undefined;
        throw error;
      },
    );
    const parsed = whoSchema.safeParse(review);
    if (!parsed.success) return;
    const { username, groups } = parsed.data.status.userInfo;
    if (username === 'system:anonymous')
      throw new ProbeError(
        'it takes the credential for nobody: the token or certificate is not known to it',
      );
    this.found.user = username;
    this.found.groups = groups ?? [];
  }

  private async discover(): Promise<void> {
    const catalog = await new Discovery(this.options.connection, this.options.signal).refresh();
    this.found.resourceTypes = catalog.kinds().length;
    this.found.addOns = knownAddOns(catalog.groups);
  }

  private async review(): Promise<void> {
    const { identity } = this.definition;
    const rights = await inParallel(portalRights(identity), PARALLEL_REVIEWS, async right => {
      const constrained = right.verb === 'impersonate' && right.need === 'needed';
      const allowed =
        (await this.may(right)) ||
        (constrained && (await this.may({ ...right, ...CONSTRAINED_IMPERSONATION })));
      return { ...right, allowed };
    });
    this.found.rights = rights;
    if (rights.some(({ allowed, need }) => !allowed && need !== 'excess'))
      this.found.fix = portalRoleYaml(identity, { user: this.found.user });
    const missing = rights.filter(({ allowed, need }) => !allowed && need === 'needed');
    // A portal of a few namespaces works with less; it then looks where it is told to.
    const narrow = this.definition.namespaces.length > 0;
    const first = narrow ? missing.find(({ verb }) => verb === 'impersonate') : missing[0];
    if (first)
      throw new ProbeError(`the credential may not ${missing.map(({ id }) => id).join(', ')}`);
  }

  private async may({ verb, group, plural }: Omit<PortalRight, 'id' | 'need'>): Promise<boolean> {
    const review = await this.ask('authorization.k8s.io', {
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb, group, resource: plural } },
    });
    return accessSchema.parse(review).status.allowed;
  }

  private ask(group: string, review: { kind: string; spec?: object }): Promise<unknown> {
    return this.gateway.json(
      {
        method: 'POST',
        target: { resource: { group, version: 'v1', plural: `${review.kind.toLowerCase()}s` } },
        body: {
          type: 'application/json',
          text: JSON.stringify({ apiVersion: `${group}/v1`, ...review }),
        },
        signal: this.options.signal,
      },
      PORTAL,
    );
  }
}

/**
 * Looks at a cluster as the portal would use it. What is wrong is in the result; nothing is thrown for it.
 * The result holds nothing of the credential.
 */
export async function probeCluster(
  definition: ClusterDefinition,
  { signal }: { signal?: AbortSignal } = {},
): Promise<ClusterProbe> {
  const connection = new ClusterConnection(definition);
  const limit = AbortSignal.timeout(PROBE_MS);
  const probe = new Probe(definition, {
    connection,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  try {
    return await probe.run();
  } finally {
    await connection.close();
  }
}

const OURS = [
  'ProbeError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ServiceUnavailableError',
];

function reasonOf(error: unknown): string {
  if (isError(error) && OURS.includes(error.name))
    return error.message.replace(/; caused by .*$/s, '');
  return networkReason(error);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
