import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError, serializeError, toError } from '@backstage/errors';
import type { ErrorResponseBody } from '@backstage/errors';

const STATUS: Readonly<Record<string, number>> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  NotImplementedError: 501,
  ServiceUnavailableError: 503,
};

/**
 * The body that the root error middleware would answer, for an error inside a stream whose status is already sent.
 * An error outside the closed family is logged and told to nobody: its text may quote what the caller may not see.
 */
export function toErrorBody(error: unknown, logger: LoggerService): ErrorResponseBody {
  const status = isError(error) ? STATUS[error.name] : undefined;
  if (status === undefined) {
    logger.error('A stream failed', toError(error));
    return {
      error: { name: 'Error', message: 'The stream failed on the server' },
      response: { statusCode: 500 },
    };
  }
  const { name, message } = serializeError(toError(error));
  return { error: { name, message }, response: { statusCode: status } };
}
