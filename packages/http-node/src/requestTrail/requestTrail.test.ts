import express from 'express';
import request from 'supertest';
import { noteRequests } from './noteRequests';
import { noteRoute } from './routeNotes';
import { RequestTrail } from './RequestTrail';

function start(capacity = 10) {
  const trail = new RequestTrail();
  if (capacity > 0) trail.open({ capacity, onAdded: () => {} });
  const app = express();
  app.use(noteRequests(trail));
  app.get('/api/clusters/rows', (_, response) => {
    noteRoute(response, { route: 'GET /rows', query: { cluster: 'dev' } });
    noteRoute(response, { actor: 'user:default/dana' });
    response.json({});
  });
  app.use('/api/other', (_, response) => void response.status(403).json({}));
  app.get('/healthz', (_, response) => void response.json({}));
  return { trail, app };
}

/** The note is made when the connection is over, which a client may see before the server does. */
async function taken(trail: RequestTrail, count: number) {
  while (trail.size < count) await new Promise(resolve => setImmediate(resolve));
  return trail.take(100).entries;
}

describe('the trail of requests', () => {
  it('notes what the route knows, and no token then', async () => {
    const { trail, app } = start();
    await request(app)
      .get('/api/clusters/rows?secret=x')
      .set('authorization', 'Bearer abc')
      .set('x-request-id', 'req-1');
    const [entry] = await taken(trail, 1);
    expect(entry).toMatchObject({
      method: 'GET',
      path: '/api/clusters/rows',
      route: 'GET /rows',
      actor: 'user:default/dana',
      query: { cluster: 'dev' },
      status: 200,
      correlationId: 'req-1',
      token: undefined,
      isPlan: false,
    });
    expect(JSON.stringify(entry)).not.toContain('secret');
  });

  it('keeps the token of a request that no route explains, and gives every request an id', async () => {
    const { trail, app } = start();
    await request(app)
      .post('/api/other/x?plan=true')
      .set('authorization', 'Bearer abc')
      .set('x-request-id', '<bad>');
    const [entry] = await taken(trail, 1);
    expect(entry).toMatchObject({ token: 'abc', status: 403, isPlan: true, path: '/api/other/x' });
    expect(entry?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('notes nothing outside the API, and nothing while nobody takes it', async () => {
    const { trail, app } = start();
    await request(app).get('/healthz');
    await request(app).get('/api/clusters/rows');
    expect(await taken(trail, 1)).toHaveLength(1);
    const closed = start(0);
    await request(closed.app).get('/api/clusters/rows');
    expect(closed.trail.take(10)).toEqual({ entries: [], dropped: 0 });
  });

  it('is bounded: what finds no room is counted, also when a batch comes back', async () => {
    const { trail, app } = start(2);
    for (let at = 0; at < 5; at++) await request(app).get('/api/clusters/rows');
    while (trail.size < 2) await new Promise(resolve => setImmediate(resolve));
    await new Promise(resolve => setTimeout(resolve, 20));
    const batch = trail.take(100);
    expect(batch).toMatchObject({ entries: { length: 2 }, dropped: 3 });
    await request(app).get('/api/clusters/rows');
    while (trail.size < 1) await new Promise(resolve => setImmediate(resolve));
    trail.giveBack(batch);
    expect(trail.take(100)).toMatchObject({ entries: { length: 2 }, dropped: 4 });
  });
});
