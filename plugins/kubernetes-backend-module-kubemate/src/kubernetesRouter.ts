import { NotFoundError } from '@backstage/errors';
import express, { type Router } from 'express';

/**
 * What of Backstage's routes stays open. Its proxy, which would let a browser send any request to an API server, is not among
 * them, and neither is whatever a later version adds.
 */
export function openRoutes(stock: Router): Router {
  const router = express.Router();
  router.get('/clusters', stock);
  router.post('/services/:serviceId', stock);
  router.post('/resources/workloads/query', stock);
  router.post('/resources/custom/query', stock);
  router.use(() => {
    throw new NotFoundError('There is no such route');
  });
  return router;
}
