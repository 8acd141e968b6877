import { createTransport } from 'nodemailer';
import type { MailConfig } from './readMailConfig';

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;
const PORTS = { tls: 465, starttls: 587, none: 25 } as const;

export interface Letter {
  /** The same for the same letter, so that a mailbox knows one that comes twice. */
  readonly id: string;
  readonly to: { readonly address: string; readonly name: string };
  readonly subject: string;
  readonly text: string;
}

/** What came of a letter: `refused` is for good. */
export type Delivery = { state: 'sent' } | { state: 'refused' | 'failed'; why: string };

/** A server that takes mail. Certificates are checked against the system's authorities and `NODE_EXTRA_CA_CERTS`. */
export class SmtpMailer {
  readonly #from: string;
  readonly #transport: ReturnType<typeof createTransport>;

  constructor({ from, smtp }: MailConfig) {
    const { host, security, port = PORTS[security], username, password } = smtp;
    this.#from = from;
    this.#transport = createTransport({
      ...{ host, port, secure: security === 'tls' },
      ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
      ...(username !== undefined && { auth: { user: username, pass: password ?? '' } }),
      ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
      // Nothing in a letter may name a file or an address to be read here.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
  }

  async send({ id, to, subject, text }: Letter): Promise<Delivery> {
    const [, host = 'localhost'] = this.#from.split('@');
    try {
      await this.#transport.sendMail({
        from: { name: 'Kubemate', address: this.#from },
        ...{ to: { ...to }, subject, text, messageId: `<${id}@${host}>` },
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { state: 'sent' };
    } catch (error) {
      const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown };
      const isForGood =
        code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
      // What a server answers may repeat addresses: its number says enough.
      const why = [code, responseCode].filter(part => part !== undefined).join(' ') || 'unknown';
      return { state: isForGood ? 'refused' : 'failed', why };
    }
  }

  close(): void {
    this.#transport.close();
  }
}
