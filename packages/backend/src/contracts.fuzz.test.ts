import { isError } from '@backstage/errors';
import { parseBody, parseQuery } from '@kubemate/http-node';
import type { Route } from '@kubemate/http-common';
import { operationRoute, operationRoutes } from '@kubemate/operations-common';
import type { OperationContract } from '@kubemate/operations-common';
import { auditMachineRoutes, auditRoutes } from '@kubemate/plugin-audit-common';
import { clustersOperations, clustersRoutes, podRoutes } from '@kubemate/plugin-clusters-common';
import {
  pipelineOperations,
  pipelinesMachineRoutes,
  pipelinesRoutes,
  promotionOperations,
  promotionRoutes,
} from '@kubemate/plugin-pipelines-common';
import { repositoriesRoutes, repositoryOperations } from '@kubemate/plugin-repositories-common';
import { templateRunOperations, templateRunsRoutes } from '@kubemate/plugin-template-runs-common';
import {
  tenantOperations,
  tenantsMachineRoutes,
  tenantsRoutes,
} from '@kubemate/plugin-tenants-common';
import fc from 'fast-check';
import type { z } from 'zod';
import { arbitraryOf, hostile } from './__testUtils__/arbitraryOf';

/** Together with the YAML of plugins/clusters-backend and the requests of packages/operations-node above 100,000. */
const BODIES = 50_000;
const QUERIES = 20_000;
const HEADERS = 12_000;
/** What one value may take: far above what any takes, far below what a person would notice. */
const SLOW_MS = 1_000;

jest.setTimeout(300_000);

const operations: readonly OperationContract[] = [
  ...Object.values(clustersOperations),
  ...Object.values(pipelineOperations),
  ...Object.values(promotionOperations),
  ...Object.values(repositoryOperations),
  ...Object.values(templateRunOperations),
  ...Object.values(tenantOperations),
];
const routes: readonly Route[] = [
  ...Object.values({ ...auditRoutes, ...auditMachineRoutes }),
  ...Object.values({ ...clustersRoutes, ...podRoutes }),
  ...Object.values({ ...pipelinesRoutes, ...pipelinesMachineRoutes, ...promotionRoutes }),
  ...Object.values(repositoriesRoutes),
  ...Object.values(templateRunsRoutes),
  ...Object.values({ ...tenantsRoutes, ...tenantsMachineRoutes }),
  ...Object.values(operationRoutes(clustersOperations)),
];

const counts = { accepted: 0, refused: 0 };
beforeEach(() => Object.assign(counts, { accepted: 0, refused: 0 }));

/** Answers the value, or undefined where it is refused: as a 400 with a sentence, and in no other way. */
function parsed<T>(what: string, parse: () => T): T | undefined {
  const start = performance.now();
  const value = outcomeOf(what, parse);
  const took = performance.now() - start;
  if (took > SLOW_MS) throw new Error(`${what} took ${took} ms`);
  return value;
}

function outcomeOf<T>(what: string, parse: () => T): T | undefined {
  try {
    const value = parse();
    counts.accepted += 1;
    return value;
  } catch (error) {
    counts.refused += 1;
    const { name, message } = isError(error) ? error : { name: 'none', message: String(error) };
    if (name !== 'InputError') throw new Error(`${what} fell over: ${name}: ${message}`);
    if (!/\w+ \w+/.test(message)) throw new Error(`${what} says nothing: ${message}`);
    return undefined;
  }
}

function assertUnpolluted(): void {
  if (({} as { polluted?: unknown }).polluted !== undefined) throw new Error('a prototype changed');
}

describe(`bodies: ${BODIES} over ${operations.length} operations`, () => {
  const each = Math.ceil(BODIES / operations.length);

  it.each(operations.map(contract => [contract.name, contract] as const))(
    '%s reads a body or refuses it with a sentence',
    (name, { input }) => {
      fc.assert(
        fc.property(arbitraryOf(input), value => {
          const body = throughJson(value);
          const first = parsed(name, () => parseBody(input, body));
          // What was read is no other thing when it is read again: what is stored, planned and run is one.
          const again = first && parseBody(input, throughJson(first));
          expect(again).toEqual(first);
          assertUnpolluted();
        }),
        { numRuns: each, endOnFailure: true },
      );
      expect(counts.refused).toBeGreaterThan(0);
      expect(counts.accepted).toBeGreaterThan(0);
    },
  );
});

describe(`queries: ${QUERIES} over ${routes.length} routes`, () => {
  const each = Math.ceil(QUERIES / routes.length);

  it('are read or refused with a sentence, whatever stands in them', () => {
    for (const route of routes) {
      const { query, path } = route;
      fc.assert(
        fc.property(searchOf(query), search => {
          parsed(`${path}?${search}`, () => parseQuery(query, search));
          assertUnpolluted();
        }),
        { numRuns: each, endOnFailure: true },
      );
    }
    expect(counts.refused).toBeGreaterThan(QUERIES / 10);
    expect(counts.accepted).toBeGreaterThan(QUERIES / 100);
  });
});

describe(`headers: ${HEADERS}`, () => {
  it('of a run are read or refused with a sentence', () => {
    const { headers } = operationRoute(clustersOperations.scaleWorkload);
    const text = fc.oneof(fc.stringMatching(/^[\w.:-]{0,140}$/), fc.string(), hostile.map(asText));
    const given = fc.record(
      { 'idempotency-key': text, prefer: text, 'x-other': text },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(given, value => {
        const read = parsed('headers', () => parseBody(headers, value));
        const { 'idempotency-key': key = 'none-given' } = read ?? {};
        expect(key).toMatch(/^[\w.:-]{8,128}$/);
      }),
      { numRuns: HEADERS, endOnFailure: true },
    );
    expect(counts.refused).toBeGreaterThan(HEADERS / 10);
    expect(counts.accepted).toBeGreaterThan(HEADERS / 10);
  });
});

/** An object's own `toString` may be anything here. */
function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As it comes over the network. */
function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Parameters that the route has, some twice, some that it does not have, and plain noise. */
function searchOf(query: z.ZodObject): fc.Arbitrary<string> {
  const names = [...Object.keys(query.shape), '__proto__', 'none'];
  const value = fc.oneof(
    fc.constantFrom('true', '5', 'dev', 'v1/pods', 'apps/v1/deployments', '-age', 'a,b', ''),
    hostile.map(asText),
  );
  const pair = fc
    .tuple(fc.constantFrom(...names), value)
    .map(([name, text]) => `${name}=${encodeURIComponent(Buffer.from(text).toString())}`);
  return fc.oneof(
    { weight: 6, arbitrary: fc.array(pair, { maxLength: 4 }).map(pairs => pairs.join('&')) },
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
}
