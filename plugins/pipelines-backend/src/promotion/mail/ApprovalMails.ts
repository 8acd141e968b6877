import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { pause } from '../../history/pause';
import type { ApprovalMail, ApprovalMailStore } from './ApprovalMailStore';
import type { MailMatter, MailTopic } from './MailTopic';
import type { People } from './People';
import type { SmtpMailer } from './SmtpMailer';

const POLL_MS = 5_000;
/** A letter takes less than half a minute each; whoever dies with some in hand keeps them from the others for so long. */
const HAND_MS = 15 * 60_000;
const AT_ONCE = 20;
const FIRST_RETRY_MS = 30_000;
const MAX_RETRY_MS = 3_600_000;
/** For one thing that waits. */
const MAX_PEOPLE = 100;

export interface ApprovalMailsOptions {
  readonly mails: ApprovalMailStore;
  /** Asked one after the other. */
  readonly topics: readonly MailTopic[];
  readonly people: Pick<People, 'mailbox'>;
  readonly mailer: Pick<SmtpMailer, 'send'>;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/**
 * Tells by mail those who may approve or answer, at least once, while that waits. What is to be sent was kept together with what
 * waits: neither a crash nor a server that is down loses any of it.
 */
export class ApprovalMails {
  readonly #options: ApprovalMailsOptions;

  constructor(options: ApprovalMailsOptions) {
    this.#options = options;
  }

  /** Sends until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      const more = await this.deliver(signal).catch(error => {
        logger.warn('Mail about approvals could not be sent; it is tried again', toError(error));
        return false;
      });
      if (!more) await pause(POLL_MS, { clock, signal });
    }
  }

  /** Sends what is due; whether there may be more. */
  async deliver(signal?: AbortSignal): Promise<boolean> {
    const { mails, clock } = this.#options;
    const now = clock.now();
    const claimed = await mails.claim({ now, until: now + HAND_MS, limit: AT_ONCE });
    for (const mail of claimed) {
      if (signal?.aborted) await mails.later(mail, clock.now());
      else await this.#handle(mail);
    }
    return claimed.length > 0;
  }

  async #handle(mail: ApprovalMail): Promise<void> {
    const { mails, clock, logger } = this.#options;
    try {
      const matter = await this.#find(mail.request);
      if (matter === undefined) return await mails.remove(mail);
      if (mail.recipient !== undefined) return await this.#send(mail, mail.recipient, matter);
      const people = [...new Set(await matter.recipients())].slice(0, MAX_PEOPLE);
      return await mails.addressTo(mail, { recipients: people, now: clock.now() });
    } catch (error) {
      logger.warn(`Mail about request ${mail.request} has to wait`, toError(error));
      return mails.later(mail, this.#nextTime(mail));
    }
  }

  async #find(id: string): Promise<MailMatter | undefined> {
    for (const topic of this.#options.topics) {
      const matter = await topic.find(id);
      if (matter !== undefined) return matter;
    }
    return undefined;
  }

  async #send(mail: ApprovalMail, person: string, matter: MailMatter): Promise<void> {
    const { mails, people, mailer, logger } = this.#options;
    const to = await people.mailbox(person);
    const letter = to && (await matter.letterFor(person));
    if (to === undefined || letter === undefined) return mails.remove(mail);
    const delivery = await mailer.send({ id: mail.id, to, ...letter });
    if (delivery.state === 'sent') return mails.remove(mail);
    const what = `Mail to ${person} about request ${mail.request}`;
    if (delivery.state === 'refused') {
      logger.warn(`${what} was refused (${delivery.why}) and is not tried again`);
      return mails.remove(mail);
    }
    logger.warn(`${what} could not be sent (${delivery.why}); it is tried again`);
    return mails.later(mail, this.#nextTime(mail));
  }

  #nextTime({ attempts }: ApprovalMail): number {
    const delay = FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 10);
    return this.#options.clock.now() + Math.min(delay, MAX_RETRY_MS);
  }
}
