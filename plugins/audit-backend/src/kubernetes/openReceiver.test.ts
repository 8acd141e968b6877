import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RequestTrail } from '@kubemate/http-node';
import supertest from 'supertest';
import { startAudit } from '../__testUtils__/startAudit';
import type { Audit } from '../__testUtils__/startAudit';
import { openReceiver } from './openReceiver';
import { createReceiverApp } from './receiverRouter';

const TOKEN = 'a token of sixteen or more';
let folder: string;
let audit: Audit;
let stop: AbortController;
let port: number;
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const receiver = () => ({
  ...{ host: '127.0.0.1', port: 0, certificate: read('portal.crt') },
  ...{ key: read('portal.key'), clientCa: read('ca.crt') },
});

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'receiver-'));
  const openssl = (line: string) =>
    execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
  const ec = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  for (const ca of ['ca', 'other-ca'])
    openssl(`req -x509 ${ec} -days 2 -subj /CN=${ca} -keyout ${ca}.key -out ${ca}.crt`);
  for (const [name, ca] of [
    ['portal', 'ca'],
    ['apiserver-prod', 'ca'],
    ['apiserver-dev', 'ca'],
    ['impostor', 'other-ca'],
  ]) {
    const subject = name === 'impostor' ? 'apiserver-prod' : name;
    openssl(
      `req ${ec} -subj /CN=${subject} -keyout ${name}.key -out ${name}.csr -addext subjectAltName=IP:127.0.0.1`,
    );
    openssl(
      `x509 -req -in ${name}.csr -CA ${ca}.crt -CAkey ${ca}.key -days 2 -copy_extensions copy -out ${name}.crt`,
    );
  }
  audit = await startAudit({
    audit: {
      receiver: receiver(),
      kubernetes: [
        { cluster: 'prod', clientName: 'apiserver-prod' },
        { cluster: 'both', clientName: 'apiserver-prod', token: TOKEN },
        { cluster: 'plain', token: TOKEN },
      ],
    },
  });
  stop = new AbortController();
  ({ port } = await openReceiver({
    config: receiver(),
    handler: createReceiverApp({
      ...{ receiver: audit.receiver, requests: new RequestTrail(), logger: audit.logger },
    }),
    shutdown: stop.signal,
  }));
}, 60_000);
afterAll(async () => {
  stop.abort();
  await audit.stop();
  rmSync(folder, { recursive: true });
});

interface Delivery {
  readonly certificate?: string;
  readonly token?: string;
  readonly body?: unknown;
}

/** The status of the answer, or the reason why there is none. */
function deliver(cluster: string, { certificate, token, body = { items: [] } }: Delivery) {
  return new Promise<number | string>(resolve => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', port, method: 'POST', path: `/api/audit/kubernetes/${cluster}` },
        ca: read('ca.crt'),
        agent: false,
        ...(certificate && { cert: read(`${certificate}.crt`), key: read(`${certificate}.key`) }),
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
        },
      },
      response => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', error => resolve(`no answer: ${error.name}`));
    sent.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

describe('the port for API servers with mutual TLS', () => {
  it.each<[string, string, Delivery, RegExp]>([
    ['its own certificate', 'prod', { certificate: 'apiserver-prod' }, /^200$/],
    ['no certificate', 'prod', {}, /no answer/],
    ['one of another authority', 'prod', { certificate: 'impostor' }, /no answer/],
    ['another cluster’s certificate', 'prod', { certificate: 'apiserver-dev' }, /^401$/],
    [
      'a certificate where the token is wanted too',
      'both',
      { certificate: 'apiserver-prod' },
      /^401$/,
    ],
    ['both', 'both', { certificate: 'apiserver-prod', token: TOKEN }, /^200$/],
    [
      'a token for a cluster that has only that',
      'plain',
      { certificate: 'apiserver-dev', token: TOKEN },
      /^200$/,
    ],
    [
      'a cluster that nobody knows',
      'none',
      { certificate: 'apiserver-prod', token: TOKEN },
      /^401$/,
    ],
    ['no JSON', 'prod', { certificate: 'apiserver-prod', body: '{' }, /^400$/],
  ])('with %s', async (_, cluster, delivery, expected) => {
    expect(String(await deliver(cluster, delivery))).toMatch(expected);
  });

  it('is the only way in for a cluster that has to show a certificate', async () => {
    for (const cluster of ['prod', 'both']) {
      const answer = await supertest(audit.app)
        .post(`/kubernetes/${cluster}`)
        .set('authorization', `Bearer ${TOKEN}`)
        .send({ items: [] });
      expect(answer.status).toBe(401);
    }
  });

  it('says which key is wrong', async () => {
    const handler = () => {};
    const shutdown = stop.signal;
    const broken = { ...receiver(), key: '-----BEGIN PRIVATE KEY-----' };
    await expect(openReceiver({ config: broken, handler, shutdown })).rejects.toThrow(
      'kubemate.audit.receiver: the certificates cannot be used',
    );
    await expect(
      openReceiver({ config: { ...receiver(), port }, handler, shutdown }),
    ).rejects.toThrow('kubemate.audit.receiver.port: cannot listen on 127.0.0.1');
    await expect(
      startAudit({ audit: { kubernetes: [{ cluster: 'prod', clientName: 'x' }] } }),
    ).rejects.toThrow('kubemate.audit.kubernetes[0].clientName: needs kubemate.audit.receiver');
    await expect(startAudit({ audit: { kubernetes: [{ cluster: 'prod' }] } })).rejects.toThrow(
      'kubemate.audit.kubernetes[0]: needs a token, a clientName, or both',
    );
  });
});
