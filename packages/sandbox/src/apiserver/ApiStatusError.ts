/** One field or condition that made a request fail, as in `Status.details.causes`. */
export interface StatusCause {
  reason?: string;
  message?: string;
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** The `Status` object that an API server answers for an error. */
export interface StatusBody {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Failure' | 'Success';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code: number;
}

/** What a qualified resource is called in messages: `pods`, `deployments.apps`. */
export interface GroupResource {
  readonly group: string;
  readonly plural: string;
}

function qualified({ group, plural }: GroupResource): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function detailsOf({ group, plural }: GroupResource, name?: string): StatusDetails {
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind: plural,
  };
}

/** An answer of the API server other than success. `body` is what goes over the wire. */
export class ApiStatusError extends Error {
  readonly body: StatusBody;

  constructor(options: { code: number; reason: string; message: string; details?: StatusDetails }) {
    super(options.message);
    this.name = 'ApiStatusError';
    this.body = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: options.message,
      reason: options.reason,
      ...(options.details === undefined ? {} : { details: options.details }),
      code: options.code,
    };
  }

  get reason(): string {
    return this.body.reason ?? '';
  }

  static notFound(resource: GroupResource, name: string): ApiStatusError {
    return new ApiStatusError({
      code: 404,
      reason: 'NotFound',
      message: `${qualified(resource)} "${name}" not found`,
      details: detailsOf(resource, name),
    });
  }

  static alreadyExists(resource: GroupResource, name: string): ApiStatusError {
    return new ApiStatusError({
      code: 409,
      reason: 'AlreadyExists',
      message: `${qualified(resource)} "${name}" already exists`,
      details: detailsOf(resource, name),
    });
  }

  static conflict(resource: GroupResource, name: string, why: string): ApiStatusError {
    return new ApiStatusError({
      code: 409,
      reason: 'Conflict',
      message: `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`,
      details: detailsOf(resource, name),
    });
  }

  static forbidden(resource: GroupResource, name: string, why: string): ApiStatusError {
    const subject =
      name === '' ? qualified(resource) || 'forbidden' : `${qualified(resource)} "${name}"`;
    return new ApiStatusError({
      code: 403,
      reason: 'Forbidden',
      message: `${subject} is forbidden: ${why}`,
      details: detailsOf(resource, name),
    });
  }

  /** @param subject - the kind, not the plural, as the real server does for validation errors */
  static invalid(
    subject: { group: string; kind: string; name: string },
    causes: readonly StatusCause[],
  ): ApiStatusError {
    const texts = causes.map(cause =>
      cause.field === '<nil>' || cause.field === undefined
        ? `${cause.message}`
        : `${cause.field}: ${cause.message}`,
    );
    const title = subject.group === '' ? subject.kind : `${subject.kind}.${subject.group}`;
    return new ApiStatusError({
      code: 422,
      reason: 'Invalid',
      message: `${title} "${subject.name}" is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`,
      details: {
        ...(subject.name === '' ? {} : { name: subject.name }),
        ...(subject.group === '' ? {} : { group: subject.group }),
        ...(subject.kind === '' ? {} : { kind: subject.kind }),
        causes: [...causes],
      },
    });
  }

  static badRequest(message: string): ApiStatusError {
    return new ApiStatusError({ code: 400, reason: 'BadRequest', message });
  }

  static expired(message: string): ApiStatusError {
    return new ApiStatusError({ code: 410, reason: 'Expired', message });
  }

  static methodNotAllowed(): ApiStatusError {
    return new ApiStatusError({
      code: 405,
      reason: 'MethodNotAllowed',
      message: 'the server does not allow this method on the requested resource',
      details: {},
    });
  }

  static unauthorized(): ApiStatusError {
    return new ApiStatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  }

  static unavailable(message: string): ApiStatusError {
    return new ApiStatusError({
      code: 503,
      reason: 'ServiceUnavailable',
      message,
      details: { retryAfterSeconds: 1 },
    });
  }
}
