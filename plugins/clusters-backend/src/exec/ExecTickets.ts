import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@kubemate/kube-node';

const TICKET_MS = 30_000;
/** More than any portal's people open in half a minute; the oldest goes first. */
const MAX_TICKETS = 1_000;

/** Until when a ticket's owner was signed in. */
export interface TicketHolder {
  readonly session: string;
  readonly expiresAt?: Date;
}

/** Tickets that open one WebSocket each, within 30 s. Only their hashes are kept. */
export class ExecTickets {
  readonly #tickets = new Map<string, { holder: TicketHolder; until: number }>();

  constructor(private readonly clock: Clock) {}

  issue(holder: TicketHolder): { ticket: string; expiresAt: number } {
    const now = this.clock.now();
    for (const [key, { until }] of this.#tickets)
      if (until <= now || this.#tickets.size >= MAX_TICKETS) this.#tickets.delete(key);
      else break;
    const ticket = randomBytes(32).toString('base64url');
    const until = now + TICKET_MS;
    this.#tickets.set(hash(ticket), { holder, until });
    return { ticket, expiresAt: until };
  }

  /** The ticket is used up whatever comes of it. */
  redeem(ticket: string): TicketHolder | undefined {
    const key = hash(ticket);
    const found = this.#tickets.get(key);
    this.#tickets.delete(key);
    return found !== undefined && found.until > this.clock.now() ? found.holder : undefined;
  }
}

function hash(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url');
}
