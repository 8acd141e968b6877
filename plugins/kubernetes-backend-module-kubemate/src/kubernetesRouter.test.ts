import express from 'express';
import request from 'supertest';
import { openRoutes } from './kubernetesRouter';

/** Answers everything, as Backstage's router with its proxy would. */
function app() {
  const stock = express.Router();
  stock.use((req, res) => res.json({ path: req.path }));
  const server = express();
  server.use(openRoutes(stock));
  server.use(((error, _req, res, _next) =>
    res.status(error.name === 'NotFoundError' ? 404 : 500).end()) as express.ErrorRequestHandler);
  return server;
}

describe('openRoutes', () => {
  it.each([
    ['get', '/clusters'],
    ['post', '/services/cart'],
    ['post', '/resources/workloads/query'],
    ['post', '/resources/custom/query'],
  ] as const)('lets %s %s through, whole', async (method, path) => {
    const response = await request(app())[method](path);
    expect([response.status, response.body]).toEqual([200, { path }]);
  });

  it.each([
    ['get', '/proxy/api/v1/secrets'],
    ['post', '/proxy'],
    ['get', '/PROXY/api'],
    ['get', '/%70roxy/api'],
    ['get', '/services/cart'],
    ['get', '/services/..%2fproxy'],
    ['post', '/clusters'],
    ['get', '/anything/new'],
  ] as const)('closes %s %s', async (method, path) => {
    expect((await request(app())[method](path)).status).toBe(404);
  });
});
