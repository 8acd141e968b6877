import { ResponseError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';

/** The longest single event a stream may carry; a page of 1,000 wide rows is below 2 MB. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/**
 * Yields the JSON document of each server-sent event of a response.
 * Ends when the server closes the stream in good order; leaving the loop closes the connection.
 *
 * @throws ResponseError where the server ends the stream with an `error` event, as it would be for a plain request
 */
export async function* readEventStream<T>(response: Response): AsyncGenerator<T, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const messages: { event?: string; data: string }[] = [];
  const parser = createParser({
    onEvent: message => messages.push(message),
    maxBufferSize: MAX_EVENT_LENGTH,
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      for (const message of messages.splice(0)) {
        if (message.event === 'error') throw await toResponseError(message.data);
        yield JSON.parse(message.data) as T;
      }
    }
  } finally {
    // Also where the consumer breaks out of its loop: an unread body would keep the server's stream alive.
    await reader.cancel().catch(() => undefined);
  }
}

/** The error that a plain request would have failed with, though the stream's own status was 200. */
async function toResponseError(data: string): Promise<ResponseError> {
  const headers = { 'content-type': 'application/json' };
  return await ResponseError.fromResponse(new Response(data, { status: statusOf(data), headers }));
}

function statusOf(data: string): number {
  try {
    const body: { response?: { statusCode?: unknown } } = JSON.parse(data);
    const status = body.response?.statusCode;
    return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
  } catch {
    return 500;
  }
}
