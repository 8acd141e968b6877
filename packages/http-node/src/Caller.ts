import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { tokenExpiresAt } from '@kubemate/kube-common';
import type { Viewer } from '@kubemate/kube-node';
import type { Request } from 'express';
import { clusterTokenOf } from './clusterToken';

/** The person behind a request, and until when the request's credentials hold. */
export interface Caller {
  readonly viewer: Viewer;
  /** For calls to other plugins on behalf of the person, and for the permission framework. */
  readonly credentials: BackstageCredentials<BackstageUserPrincipal>;
  readonly expiresAt?: Date;
}

/**
 * Reads who asks from Backstage's own credentials, and their cluster token from its header; nothing else of the request
 * counts. Only people act on clusters; another plugin may ask on behalf of one.
 */
export function callerReader(services: { httpAuth: HttpAuthService; userInfo: UserInfoService }) {
  return async (request: Request): Promise<Caller> => {
    const credentials = await services.httpAuth.credentials(request, { allow: ['user'] });
    const { userEntityRef, ownershipEntityRefs } = await services.userInfo.getUserInfo(credentials);
    const token = clusterTokenOf(request.headers);
    return {
      viewer: { userEntityRef, ownershipEntityRefs, ...(token === undefined ? {} : { token }) },
      credentials,
      expiresAt: firstToExpire(credentials.expiresAt, token),
    };
  };
}

/** A cluster token that is over already ends nothing: the clusters that take one say so, and the others do not mind. */
function firstToExpire(ours: Date | undefined, token: string | undefined): Date | undefined {
  const theirs = token === undefined ? undefined : tokenExpiresAt(token);
  if (theirs === undefined || theirs <= Date.now()) return ours;
  return new Date(Math.min(theirs, ours?.getTime() ?? Infinity));
}
