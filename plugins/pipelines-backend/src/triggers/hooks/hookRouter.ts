import { InputError, isError } from '@backstage/errors';
import { noteRoute } from '@kubemate/http-node';
import { pipelinesMachineRoutes } from '@kubemate/plugin-pipelines-common';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { canonicalHeader } from '../triggerEvent';
import type { HookReceiver } from './HookReceiver';
import type { HookPlace } from './readHooks';

/** Of a payload. Git hosts send less, unless a push has thousands of commits. */
const MAX_BYTES = 1024 * 1024;

const readRaw = express.raw({ type: 'application/json', limit: MAX_BYTES });

/** What a git server calls. It has no token of the portal, so this does not go through the table of routes. */
export function addHookRoute(router: Router, { hooks }: { hooks: Pick<HookReceiver, 'receive'> }) {
  const { path } = pipelinesMachineRoutes.receiveHook;
  router.post(
    path.replace(/\{(\w+)\}/g, ':$1'),
    async (request: Request<Record<keyof HookPlace, string>>, response) => {
      noteRoute(response, { route: `POST ${path}`, actor: 'git-server' });
      const body = await bodyOf(request, response);
      const { place, folder, listener } = request.params;
      const delivery = { header: headersOf(request), body };
      const receipt = await hooks.receive({ place, folder, listener }, delivery);
      response.status(202).json(receipt);
    },
  );
}

/** To the byte, as it was signed. */
async function bodyOf(request: Request<Record<string, string>>, response: Response) {
  await new Promise<void>((resolve, reject) => {
    readRaw(request, response, error => (error ? reject(describe(error)) : resolve()));
  });
  const body: unknown = request.body;
  if (Buffer.isBuffer(body)) return body;
  throw new InputError('The body must be JSON: choose application/json as the content type');
}

/** The parser's errors carry a status of their own, which the root middleware would trust. */
function describe(error: unknown): InputError {
  const type: unknown = isError(error) ? Reflect.get(error, 'type') : undefined;
  if (type === 'entity.too.large')
    return new InputError(`The body is larger than ${MAX_BYTES} bytes`);
  return new InputError('The body could not be read');
}

function headersOf({ headersDistinct }: Request<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values]) => [canonicalHeader(name), values ?? []]),
  );
}
