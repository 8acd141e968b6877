import { NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import { needsNothing } from './OperationParts';
import type { OperationParts } from './OperationParts';

const MAX_TOKENS = 50;

/** A person's own tokens for git. */
export function accessTokenOperations({ tokens }: OperationParts) {
  return [create(tokens), remove(tokens)] as const;
}

type Tokens = OperationParts['tokens'];

function create(tokens: Tokens) {
  return defineOperation({
    contract: repositoryOperations.createAccessToken,
    secretOutput: true,
    target: ({ name }) => ({ kind: 'AccessToken', name }),
    needs: needsNothing,
    async plan({ name, scope, days }, { viewer }) {
      const known = await tokens.list(viewer.userEntityRef);
      const refusal = known.some(each => each.name === name)
        ? sayRepository('hasToken', { name })
        : known.length >= MAX_TOKENS
          ? sayRepository('tooManyTokens', { number: MAX_TOKENS })
          : undefined;
      const target = { kind: 'AccessToken', name };
      const changes = [
        { path: 'scope', after: scope },
        { path: 'days', after: days },
      ];
      return {
        summary: sayRepository('makeToken', { name }),
        diff: [{ target, changes }],
        refusal,
        state: undefined,
      };
    },
    async run({ name, scope, days }, { viewer }) {
      const user = viewer.userEntityRef;
      return { output: { ...(await tokens.create({ user, name, scope, days })) } };
    },
  });
}

function remove(tokens: Tokens) {
  return defineOperation({
    contract: repositoryOperations.deleteAccessToken,
    target: ({ id }) => ({ kind: 'AccessToken', name: id }),
    needs: needsNothing,
    async plan({ id }, { viewer }) {
      const token = (await tokens.list(viewer.userEntityRef)).find(each => each.id === id);
      if (!token) throw new NotFoundError(`You have no access token ${id}`);
      const { name, scope } = token;
      return {
        summary: sayRepository('takeToken', { name }),
        diff: [
          { target: { kind: 'AccessToken', name }, changes: [{ path: 'scope', before: scope }] },
        ],
        state: undefined,
      };
    },
    async run({ id }, { viewer }) {
      if (!(await tokens.remove({ user: viewer.userEntityRef, id })))
        throw new NotFoundError(`You have no access token ${id}`);
      return {};
    },
  });
}
