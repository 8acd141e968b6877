import { NotFoundError, ResponseError, ServiceUnavailableError } from '@backstage/errors';
import { mayAskAgain } from './mayAskAgain';

async function answered(statusCode: number, name: string) {
  const body = { error: { name, message: 'so' }, response: { statusCode } };
  const headers = { 'content-type': 'application/json' };
  const response = new Response(JSON.stringify(body), { status: statusCode, headers });
  return ResponseError.fromResponse(response as Parameters<typeof ResponseError.fromResponse>[0]);
}

describe('mayAskAgain', () => {
  it.each([
    [404, 'NotFoundError'],
    [403, 'NotAllowedError'],
    [400, 'InputError'],
    [401, 'AuthenticationError'],
  ])('does not ask twice for what the server answered with %d', async (status, name) => {
    expect(mayAskAgain(await answered(status, name))).toBe(false);
  });

  it.each([
    [503, 'ServiceUnavailableError'],
    [500, 'Error'],
  ])('asks again after %d', async (status, name) => {
    expect(mayAskAgain(await answered(status, name))).toBe(true);
  });

  it('judges errors that were not sent over HTTP by their own name', () => {
    expect(mayAskAgain(new NotFoundError('gone'))).toBe(false);
    expect(mayAskAgain(new ServiceUnavailableError('busy'))).toBe(true);
    expect(mayAskAgain(new TypeError('Failed to fetch'))).toBe(true);
    expect(mayAskAgain(undefined)).toBe(true);
  });
});
