import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { as, PRIYA, startAudit } from '../__testUtils__/startAudit';
import { operation } from '../__testUtils__/events';

jest.setTimeout(120_000);

const KUBECONFIG = process.env.KUBEMATE_PEER_KUBECONFIG;
// Skipped, and counted as that, where no real API server runs: `npm test` starts one.
const describeWithPeer = KUBECONFIG === undefined ? describe.skip : describe;
const TOKEN = 'a token of sixteen or more';
const NAMESPACE = 'default';

/** The API server as Priya, impersonated by the portal's user, and the audit log that it writes beside its kubeconfig. */
function peer(kubeconfig: string) {
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  const { server } = config.clusters[0].cluster;
  const { token } = config.users[0].user;
  const logFile = path.join(path.dirname(kubeconfig), 'audit.log');
  const call = (method: string, url: string, body?: object) =>
    new Promise<number>((resolve, reject) => {
      const sent = httpsRequest(
        `${server}${url}`,
        {
          method,
          // Its certificate is its own.
          rejectUnauthorized: false,
          headers: {
            authorization: `Bearer ${token}`,
            'impersonate-user': 'kubemate:priya',
            'impersonate-group': 'system:masters',
            'content-type': 'application/json',
          },
        },
        response => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  /** What the log says of an object, once it says at least `count` things. */
  const logged = async (name: string, count: number) => {
    for (;;) {
      const events = readFileSync(logFile, 'utf8')
        .split('\n')
        .filter(line => line.includes(`"${name}"`) && line.endsWith('}'))
        .map(line => JSON.parse(line));
      if (events.length >= count) return events;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  return { call, logged };
}

describeWithPeer('the audit events of a real API server', () => {
  it('say who was impersonated, and join the operation that they saw', async () => {
    const { call, logged } = peer(KUBECONFIG ?? '');
    const name = `audited-${Date.now().toString(36)}`;
    const configMaps = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
    expect(await call('POST', configMaps, { metadata: { name } })).toBe(201);
    expect(await call('GET', `${configMaps}/${name}`)).toBe(200);
    expect(await call('DELETE', `${configMaps}/${name}`)).toBe(200);
    const items = await logged(name, 3);

    const audit = await startAudit({ audit: { kubernetes: [{ cluster: 'prod', token: TOKEN }] } });
    try {
      const created = items.find(({ verb }) => verb === 'create');
      await audit.record(
        operation({
          at: Date.parse(created.requestReceivedTimestamp) - 20,
          action: 'clusters.apply-manifest',
          target: {
            cluster: 'prod',
            apiVersion: 'v1',
            kind: 'ConfigMap',
            namespace: NAMESPACE,
            name,
          },
        }),
      );
      const { body } = await request(audit.app)
        .post('/kubernetes/prod')
        .set('authorization', `Bearer ${TOKEN}`)
        .send({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items });
      // The plain read is left out.
      expect(body).toEqual({ accepted: 2 });
      const records = await request(audit.app)
        .get(`/records?kind=kubernetes&object=ConfigMap/${NAMESPACE}/${name}`)
        .set(...as(PRIYA));
      expect(records.body.items).toMatchObject([
        { action: 'delete configmaps', effect: 'destroy', outcome: 'succeeded', actor: PRIYA },
        {
          action: 'create configmaps',
          actor: PRIYA,
          kubernetes: { user: 'kubemate:priya', code: 201 },
        },
      ]);
      const operations = await request(audit.app)
        .get('/records?kind=operation')
        .set(...as(PRIYA));
      expect(operations.body.items[0].joined).toContainEqual(
        expect.objectContaining({
          kind: 'kubernetes',
          kubernetes: expect.objectContaining({ verb: 'create' }),
        }),
      );
    } finally {
      await audit.stop();
    }
  });
});
