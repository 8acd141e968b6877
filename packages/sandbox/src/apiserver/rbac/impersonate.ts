import type { IncomingMessage } from 'node:http';
import { ApiStatusError } from '../ApiStatusError';
import type { RequestUser } from '../writes/WriteRequest';
import type { Attributes } from './PolicyRule';
import type { RbacAuthorizer } from './RbacAuthorizer';

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const EXTRA = 'impersonate-extra-';

function headerValues(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name)
      values.push(request.rawHeaders[index + 1] ?? '');
  }
  return values;
}

interface Impersonation {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid: string | undefined;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

function readImpersonation(request: IncomingMessage): Impersonation | undefined {
  const [user = ''] = headerValues(request, 'impersonate-user');
  const groups = headerValues(request, 'impersonate-group');
  const [uid] = headerValues(request, 'impersonate-uid');
  const extraNames = Object.keys(request.headers).filter(name => name.startsWith(EXTRA));
  const extra = Object.fromEntries(
    extraNames.map(name => [
      decodeURIComponent(name.slice(EXTRA.length)),
      headerValues(request, name),
    ]),
  );
  if (user !== '') return { user, groups, uid, extra };
  if (groups.length === 0 && uid === undefined && extraNames.length === 0) return undefined;
  const list = groups.length === 0 ? '(nil)' : `{${groups.map(group => `"${group}"`).join(', ')}}`;
  throw ApiStatusError.badRequest(
    `requested &user.DefaultInfo{Name:"", UID:"${uid ?? ''}", Groups:[]string${list}, Extra:map[string][]string(nil)} without impersonating a user name`,
  );
}

interface Right {
  readonly group: string;
  readonly plural: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name: string;
}

function rightsFor({ user, groups, uid, extra }: Impersonation): Right[] {
  const account = SERVICE_ACCOUNT.exec(user);
  const authentication = 'authentication.k8s.io';
  return [
    account === null
      ? { group: '', plural: 'users', name: user }
      : {
          group: '',
          plural: 'serviceaccounts',
          namespace: account[1] ?? '',
          name: account[2] ?? '',
        },
    ...groups.map(name => ({ group: '', plural: 'groups', name })),
    ...(uid === undefined ? [] : [{ group: authentication, plural: 'uids', name: uid }]),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map(name => ({
        group: authentication,
        plural: 'userextras',
        subresource: key,
        name,
      })),
    ),
  ];
}

function effectiveGroups({ user, groups }: Impersonation): string[] {
  if (user === 'system:anonymous') return ['system:unauthenticated'];
  const account = SERVICE_ACCOUNT.exec(user);
  const own =
    account !== null && groups.length === 0
      ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`]
      : groups;
  return [...new Set([...own, 'system:authenticated'])];
}

interface ImpersonationContext {
  readonly authorizer: RbacAuthorizer;
  /** What the request itself asks for. */
  readonly attributes: Attributes;
}

/**
 * Whether the caller may become the user: with the verb `impersonate` for everything, or (constrained impersonation) with
 * `impersonate:user-info` on the identity and `impersonate-on:user-info:VERB` on what it then does. Nobody gets
 * `system:masters` the constrained way.
 */
function checkRights(
  caller: RequestUser,
  rights: readonly Right[],
  { authorizer, attributes }: ImpersonationContext,
): void {
  const may = (right: Right) =>
    authorizer.decide(caller, { verb: 'impersonate', ...right }).allowed;
  if (rights.every(may)) return;
  const [first] = rights;
  const mode = first?.plural === 'serviceaccounts' ? 'serviceaccount' : 'user-info';
  authorizer.check(caller, {
    ...attributes,
    verb: `impersonate-on:${mode}:${attributes.verb}`,
  });
  for (const right of rights) {
    const wanted = { ...right, group: 'authentication.k8s.io', verb: `impersonate:${mode}` };
    if (right.plural === 'groups' && right.name === 'system:masters')
      authorizer.refuse(caller, wanted, 'impersonating the system:masters group is not allowed');
    authorizer.check(caller, wanted);
  }
}

/** The user a request acts as: its own caller, or whom the `Impersonate-*` headers name, if RBAC allows that. */
export function impersonate(
  caller: RequestUser,
  request: IncomingMessage,
  context: ImpersonationContext,
): RequestUser {
  const wanted = readImpersonation(request);
  if (wanted === undefined) return caller;
  checkRights(caller, rightsFor(wanted), context);
  return {
    name: wanted.user,
    groups: effectiveGroups(wanted),
    ...(wanted.uid === undefined ? {} : { uid: wanted.uid }),
    ...(Object.keys(wanted.extra).length === 0 ? {} : { extra: wanted.extra }),
  };
}
