import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject, listAt, objectAt, stringAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { ResourceType } from '../ResourceType';
import type { RequestUser } from '../writes/WriteRequest';
import type { Attributes, PolicyRule } from './PolicyRule';
import type { RbacAuthorizer } from './RbacAuthorizer';
import type { RbacPolicy } from './RbacPolicy';

/** The audience of tokens that are for the API server itself. */
const AUDIENCE = 'https://kubernetes.default.svc';

interface ReviewParts {
  readonly policy: RbacPolicy;
  readonly authorizer: RbacAuthorizer;
  reviewToken(token: string): RequestUser | undefined;
}

interface Review {
  readonly type: ResourceType;
  readonly spec: JsonObject;
  readonly caller: RequestUser;
  readonly namespace: string | undefined;
}

function strings(values: readonly unknown[]): string[] {
  return values.filter(value => typeof value === 'string');
}

function invalid({ type }: Review, field: string, message: string): ApiStatusError {
  return ApiStatusError.invalid({ group: type.group, kind: '', name: '' }, [
    { reason: 'FieldValueInvalid', message: `Invalid value: ${message}`, field },
  ]);
}

function attributesOf(review: Review): Attributes {
  const { spec } = review;
  const resource = spec.resourceAttributes;
  const path = spec.nonResourceAttributes;
  if (isJsonObject(resource) === isJsonObject(path))
    throw invalid(
      review,
      'spec',
      'null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  if (isJsonObject(path))
    return { verb: stringAt(path, 'verb') ?? '', path: stringAt(path, 'path') ?? '' };
  const at = (field: string) => stringAt(resource, field) || undefined;
  const subresource = at('subresource');
  const namespace = at('namespace');
  const name = at('name');
  return {
    verb: at('verb') ?? '',
    group: at('group') ?? '',
    plural: at('resource') ?? '',
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}

function subjectOf(review: Review): RequestUser {
  const { spec } = review;
  const name = stringAt(spec, 'user') ?? '';
  const groups = strings(listAt(spec, 'groups'));
  if (name === '' && groups.length === 0)
    throw invalid(review, 'spec.user', '"": at least one of user or group must be specified');
  return { name, groups };
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule): JsonObject {
  return {
    verbs,
    apiGroups,
    resources,
    ...(resourceNames.length === 0 ? {} : { resourceNames }),
  };
}

function userInfo(user: RequestUser): JsonObject {
  return {
    username: user.name,
    ...(user.uid === undefined ? {} : { uid: user.uid }),
    groups: user.groups,
    ...(user.extra === undefined ? {} : { extra: user.extra }),
  };
}

/** The review kinds: created, answered, never stored. */
export class AccessReviews {
  constructor(private readonly parts: ReviewParts) {}

  /** The answered review, or undefined where the type is not a review. */
  answer(
    type: ResourceType,
    object: unknown,
    context: { caller: RequestUser; namespace: string | undefined },
  ): JsonObject | undefined {
    const review: Review = { type, spec: objectAt(object, 'spec'), ...context };
    const status = this.status(review);
    if (status === undefined) return undefined;
    const apiVersion = `${type.group}/${type.version}`;
    const metadata = objectAt(object, 'metadata');
    const echoed = type.plural === 'selfsubjectrulesreviews' ? {} : review.spec;
    const spec = type.plural === 'selfsubjectreviews' ? {} : { spec: echoed };
    return { kind: type.kind, apiVersion, metadata, ...spec, status };
  }

  private status(review: Review): JsonObject | undefined {
    const { caller } = review;
    switch (review.type.plural) {
      case 'selfsubjectaccessreviews':
        return this.decide(caller, attributesOf(review));
      case 'subjectaccessreviews':
        return this.decide(subjectOf(review), attributesOf(review));
      case 'localsubjectaccessreviews':
        return this.local(review);
      case 'selfsubjectrulesreviews':
        return this.rules(review);
      case 'selfsubjectreviews':
        return { userInfo: userInfo(caller) };
      case 'tokenreviews':
        return this.token(review);
      default:
        return undefined;
    }
  }

  private decide(user: RequestUser, attributes: Attributes): JsonObject {
    const { allowed, reason } = this.parts.authorizer.decide(user, attributes);
    return { allowed, ...(reason === '' ? {} : { reason }) };
  }

  private local(review: Review): JsonObject {
    const namespace = stringAt(review.spec, 'resourceAttributes', 'namespace') ?? '';
    if (namespace !== review.namespace)
      throw invalid(
        review,
        'spec.resourceAttributes.namespace',
        `"${namespace}": must match metadata.namespace`,
      );
    return this.decide(subjectOf(review), attributesOf(review));
  }

  private rules(review: Review): JsonObject {
    const namespace = stringAt(review.spec, 'namespace') ?? '';
    if (namespace === '') throw ApiStatusError.badRequest('no namespace on request');
    const { rules, errors } = this.parts.policy.held(review.caller, namespace);
    const isResource = (rule: PolicyRule) => rule.nonResourceURLs.length === 0;
    return {
      resourceRules: rules.filter(isResource).map(resourceRule),
      nonResourceRules: rules
        .filter(rule => !isResource(rule))
        .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: errors.length > 0,
      ...(errors.length === 0 ? {} : { evaluationError: errors.join(', ') }),
    };
  }

  private token(review: Review): JsonObject {
    const user = this.parts.reviewToken(stringAt(review.spec, 'token') ?? '');
    if (user === undefined) return { user: {}, error: 'invalid bearer token' };
    return { authenticated: true, user: userInfo(user), audiences: [AUDIENCE] };
  }
}
