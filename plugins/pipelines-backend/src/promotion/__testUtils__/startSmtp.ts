import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A real server of mail on loopback, with its certificate signed by nobody. */
export async function startSmtp(at = 0) {
  const letters: { to: string[]; text: string }[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    logger: false,
    onRcptTo({ address }, _session, callback) {
      const refusal = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
      callback(address.startsWith('gone@') ? refusal : undefined);
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        letters.push({ to, text: Buffer.concat(chunks).toString() });
        callback();
      });
    },
  });
  // What a client thinks of the certificate is looked at in what it has sent.
  smtp.on('error', () => {});
  await new Promise<void>(resolve => smtp.listen(at, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  return {
    ...{ letters, port },
    stop: () => new Promise<void>(resolve => smtp.close(() => resolve())),
  };
}
