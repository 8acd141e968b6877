import type { AuthService, LoggerService, RootConfigService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { InputTopic } from '../../waiting/mail/InputTopic';
import type { InputTopicOptions } from '../../waiting/mail/InputTopic';
import type { InputSource } from '../../waiting/mail/InputSource';
import { InputWatch } from '../../waiting/mail/InputWatch';
import type { Promotions } from '../Promotions';
import { ApprovalMails } from './ApprovalMails';
import { ApprovalTopic } from './ApprovalTopic';
import { CatalogPeople } from './People';
import { readMailConfig } from './readMailConfig';
import { SmtpMailer } from './SmtpMailer';

/** Sends mail until the signal; at once where the portal sends none. */
export async function sendApprovalMails(options: {
  readonly promotions: Pick<Promotions, 'stores' | 'environments' | 'clock'>;
  readonly engines: readonly {
    readonly source: InputSource;
    readonly waiting: InputTopicOptions['engines'][number]['waiting'];
  }[];
  readonly config: RootConfigService;
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
}): Promise<void> {
  const { promotions, engines, config, logger, shutdown } = options;
  const mail = readMailConfig(config);
  if (mail === undefined) return;
  const { stores, environments, clock } = promotions;
  const { language } = mail;
  const mailer = new SmtpMailer(mail);
  const people = new CatalogPeople(options);
  const common = { people, language, baseUrl: config.getString('app.baseUrl') };
  const mails = new ApprovalMails({
    ...{ ...stores, clock, logger, mailer, people },
    topics: [
      new ApprovalTopic({ ...stores, ...common, environments, clock }),
      new InputTopic({ store: stores.inputs, engines, ...common }),
    ],
  });
  const sources = engines.map(({ source }) => source);
  const watch = new InputWatch({ sources, store: stores.inputs, clock, logger });
  await Promise.all([mails.run(shutdown), watch.run(shutdown)]);
  mailer.close();
}
