import * as http from 'node:http';
import * as https from 'node:https';
import { resourcePath } from '@kubemate/kube-common';
import type { ResourceId } from '@kubemate/kube-common';
import type { ServerUnderTest } from '../../operations/__testUtils__/OperationsPortal';

interface Question {
  readonly target: {
    readonly resource: ResourceId;
    readonly namespace: string;
    readonly name: string;
  };
  readonly user: string;
  readonly groups: readonly string[];
}

/** What the API server itself answers to somebody who asks for an object, without the portal in between. */
export function askAs(
  { server, token }: ServerUnderTest,
  { target, user, groups }: Question,
): Promise<{ status: number; message: string }> {
  const url = new URL(resourcePath(target), server);
  const { request } = url.protocol === 'https:' ? https : http;
  const headers = {
    authorization: `Bearer ${token}`,
    'impersonate-user': user,
    'impersonate-group': [...groups],
  };
  return new Promise((resolve, reject) => {
    request(url, { headers, rejectUnauthorized: false }, response => {
      const parts: Buffer[] = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => {
        const { message = '' } = JSON.parse(Buffer.concat(parts).toString('utf8'));
        resolve({ status: response.statusCode ?? 0, message });
      });
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}
