import type {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { callerReader } from '@kubemate/http-node';
import type { Caller } from '@kubemate/http-node';
import { readActingFor } from '@kubemate/plugin-repositories-common';
import type { Request } from 'express';

/** Promotions go on for days, until somebody merges; the person's own token lasts an hour. */
const TRUSTED = 'plugin:pipelines';

/**
 * Who asks: a person, or the promotions of the portal for a person. These have looked at what the person may when it began, as a restart of the portal in
 * between changes nothing about that; what they do is recorded as the person's.
 */
export function actingCallerReader(services: {
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
}): (request: Request) => Promise<Caller> {
  const personOf = callerReader(services);
  return async request => {
    const acting = readActingFor(request.headers);
    if (acting === undefined) return personOf(request);
    const credentials = await services.httpAuth.credentials(request, { allow: ['service'] });
    const { subject } = credentials.principal;
    if (subject !== TRUSTED) throw new NotAllowedError(`${subject} may not act for ${acting.user}`);
    const { user: userEntityRef, groups: ownershipEntityRefs } = acting;
    return {
      viewer: { userEntityRef, ownershipEntityRefs },
      // Only handed on to the permissions, which let plugins of the portal through.
      credentials:
        credentials as BackstageCredentials as BackstageCredentials<BackstageUserPrincipal>,
      expiresAt: undefined,
    };
  };
}
