import { InputError, isError } from '@backstage/errors';
import express from 'express';
import type { Request, Response } from 'express';

/** Above the largest object that etcd takes, with room for what surrounds it. */
const MAX_BODY = '4mb';

const parser = express.json({ limit: MAX_BODY, strict: false });

/**
 * The JSON document of a request, whatever middleware ran before.
 * @throws InputError for a body that is no JSON, too large, or of another content type
 */
export async function readJsonBody(request: Request, response: Response): Promise<unknown> {
  if (request.body === undefined && !request.is('application/json')) {
    throw new InputError('The body must be JSON, with content-type: application/json');
  }
  await new Promise<void>((resolve, reject) => {
    parser(request, response, error => (error ? reject(describe(error)) : resolve()));
  });
  return request.body;
}

/** The parser's errors carry a status of their own, which the root middleware would trust; ours never do. */
function describe(error: unknown): InputError {
  const type: unknown = isError(error) ? Reflect.get(error, 'type') : undefined;
  if (type === 'entity.too.large') return new InputError(`The body is larger than ${MAX_BODY}`);
  if (type === 'entity.parse.failed') return new InputError('The body is not valid JSON');
  return new InputError('The body could not be read');
}
