import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import express from 'express';
import request from 'supertest';
import { callerReader } from './Caller';

const MINUTE = 60_000;

function jwt(expiresAt: number): string {
  const payload = Buffer.from(JSON.stringify({ exp: expiresAt / 1000 })).toString('base64url');
  return `eyJhbGciOiJSUzI1NiJ9.${payload}.c2ln`;
}

/** Answers with the caller, or with the error's name and message. */
function startReader(expiresAt?: Date) {
  const httpAuth = mockServices.httpAuth.mock({
    credentials: async () => ({ ...mockCredentials.user(), expiresAt }) as never,
  });
  const readCaller = callerReader({ httpAuth, userInfo: mockServices.userInfo() });
  const app = express();
  app.get('/', (req, res) => {
    readCaller(req).then(
      caller => res.json(caller),
      ({ name, message }) => res.status(400).json({ name, message }),
    );
  });
  return app;
}

function soon(minutes: number): Date {
  return new Date(Math.ceil((Date.now() + minutes * MINUTE) / 1000) * 1000);
}

describe('callerReader', () => {
  it('takes the cluster token from its own header', async () => {
    const { body } = await request(startReader()).get('/').set(CLUSTER_TOKEN_HEADER, 'abc.def.ghi');
    expect(body.viewer.token).toBe('abc.def.ghi');
  });

  it('takes it from nowhere else', async () => {
    const { body } = await request(startReader())
      .get(`/?${CLUSTER_TOKEN_HEADER}=abc&token=abc`)
      .set({
        Cookie: `${CLUSTER_TOKEN_HEADER}=abc`,
        Authorization: 'Bearer abc',
        'X-Forwarded-Access-Token': 'abc',
        'Backstage-Kubernetes-Authorization': 'Bearer abc',
      });
    expect(body.viewer).not.toHaveProperty('token');
  });

  it.each([
    ['empty', ''],
    ['with a space', 'abc def'],
    ['with its scheme', 'Bearer abc'],
    ['given twice', 'abc, def'],
    ['longer than a header may be', 'x'.repeat(16 * 1024 + 1)],
    ['with what no token holds', 'abc{}'],
  ])('refuses one %s without repeating it', async (_, token) => {
    const readCaller = callerReader({
      httpAuth: mockServices.httpAuth({ defaultCredentials: mockCredentials.user() }),
      userInfo: mockServices.userInfo(),
    });
    const asked = readCaller({ headers: { [CLUSTER_TOKEN_HEADER]: token } } as never);
    await expect(asked).rejects.toMatchObject({
      name: 'InputError',
      message: 'Invalid header "x-kubemate-cluster-token": must be one bearer token',
    });
  });

  it('holds as long as the one of both tokens that ends first', async () => {
    const [early, late] = [soon(5), soon(50)];
    const endOf = async (ours: Date | undefined, theirs: Date) => {
      const { body } = await request(startReader(ours))
        .get('/')
        .set(CLUSTER_TOKEN_HEADER, jwt(theirs.getTime()));
      return body.expiresAt;
    };
    expect(await endOf(late, early)).toBe(early.toISOString());
    expect(await endOf(early, late)).toBe(early.toISOString());
    expect(await endOf(undefined, late)).toBe(late.toISOString());
  });

  it('does not end with a cluster token that is over already, as other clusters do not mind', async () => {
    const ours = soon(5);
    const { body } = await request(startReader(ours))
      .get('/')
      .set(CLUSTER_TOKEN_HEADER, jwt(Date.parse('2026-01-01T00:00:00Z')));
    expect(body.expiresAt).toBe(ours.toISOString());
  });
});
