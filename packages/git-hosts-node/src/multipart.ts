import { randomUUID } from 'node:crypto';

/** Fields of a form as `multipart/form-data`, for what takes no other. Names are the portal's own. */
export function multipart(fields: Readonly<Record<string, string>>): {
  readonly type: string;
  readonly text: string;
} {
  // Nobody knows it before, so no text ends its own part.
  const boundary = `kubemate-${randomUUID()}`;
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${value}\r\n`,
  );
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    text: `${parts.join('')}--${boundary}--\r\n`,
  };
}
