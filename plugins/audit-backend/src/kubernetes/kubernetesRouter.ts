import { TLSSocket } from 'node:tls';
import { noteRoute, parseBody, readJsonBody } from '@kubemate/http-node';
import { auditMachineRoutes } from '@kubemate/plugin-audit-common';
import type { Request, Router as ExpressRouter } from 'express';
import type { KubernetesReceiver } from './KubernetesReceiver';

/** `POST /kubernetes/{cluster}`: an API server's webhook, for `router`, on the portal's port or on the receiver's own. */
export function addKubernetesRoute(
  router: ExpressRouter,
  { receiver }: { readonly receiver: KubernetesReceiver },
): void {
  const { body } = auditMachineRoutes.receiveKubernetes;
  router.post('/kubernetes/:cluster', async (request: Request<{ cluster: string }>, response) => {
    noteRoute(response, { route: 'POST /kubernetes/{cluster}', actor: 'kubernetes' });
    const accepted = await receiver.receive({
      cluster: request.params.cluster,
      authorization: request.get('authorization'),
      clientName: clientNameOf(request),
      items: async () => parseBody(body, await readJsonBody(request, response)).items,
    });
    response.json({ accepted });
  });
}

/** The common name of the client's certificate, where the server asked for one and it is from the configured authority. */
function clientNameOf({ socket }: Request<{ cluster: string }>): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? name : undefined;
}
