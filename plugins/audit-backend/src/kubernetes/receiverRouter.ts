import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import { noteRequests } from '@kubemate/http-node';
import type { RequestTrail } from '@kubemate/http-node';
import express from 'express';
import type { ErrorRequestHandler, Express } from 'express';
import Router from 'express-promise-router';
import { addKubernetesRoute } from './kubernetesRouter';
import type { KubernetesReceiver } from './KubernetesReceiver';

const STATUS: Readonly<Record<string, number>> = { AuthenticationError: 401, InputError: 400 };

export interface ReceiverAppDeps {
  readonly receiver: KubernetesReceiver;
  readonly requests: RequestTrail;
  readonly logger: LoggerService;
}

/** All that answers on the receiver's port: the webhook, at the address that it has on the portal's. */
export function createReceiverApp({ receiver, requests, logger }: ReceiverAppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(noteRequests(requests));
  const router = Router();
  addKubernetesRoute(router, { receiver });
  app.use('/api/audit', router);
  app.use((_, response) => {
    response.status(404).json({ error: { name: 'NotFoundError', message: 'Nothing is here' } });
  });
  // eslint-disable-next-line max-params -- Express knows an error handler by its four parameters
  const onError: ErrorRequestHandler = (error, _, response, next) => {
    if (response.headersSent) return next(error);
    const { name, message } = toError(error);
    const status = isError(error) ? STATUS[error.name] : undefined;
    if (status === undefined) logger.error('Audit events could not be taken', toError(error));
    // The API server sends them again.
    const told = status === undefined ? 'They could not be recorded; send them again' : message;
    return response.status(status ?? 503).json({ error: { name, message: told } });
  };
  app.use(onError);
  return app;
}
