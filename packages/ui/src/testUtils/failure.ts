import { ResponseError } from '@backstage/errors';

/** What a client throws for an answer of the server with this status. */
export async function failure(status: number, name: string, message: string) {
  const body = JSON.stringify({ error: { name, message }, response: { statusCode: status } });
  return ResponseError.fromResponse(
    new Response(body, { status, headers: { 'content-type': 'application/json' } }) as Parameters<
      typeof ResponseError.fromResponse
    >[0],
  );
}
