import type { AuthService, LoggerService, RootConfigService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Promotions } from '../Promotions';
import { ApprovalMails } from './ApprovalMails';
import { CatalogPeople } from './People';
import { readMailConfig } from './readMailConfig';
import { SmtpMailer } from './SmtpMailer';

/** Sends mail until the signal; at once where the portal sends none. */
export async function sendApprovalMails(options: {
  readonly promotions: Pick<Promotions, 'stores' | 'environments' | 'clock'>;
  readonly config: RootConfigService;
  readonly catalog: CatalogService;
  readonly auth: AuthService;
  readonly logger: LoggerService;
  readonly shutdown: AbortSignal;
}): Promise<void> {
  const { promotions, config, logger, shutdown } = options;
  const mail = readMailConfig(config);
  if (mail === undefined) return;
  const { stores, environments, clock } = promotions;
  const mailer = new SmtpMailer(mail);
  const mails = new ApprovalMails({
    ...{ ...stores, environments, clock, logger, mailer, language: mail.language },
    people: new CatalogPeople(options),
    baseUrl: config.getString('app.baseUrl'),
  });
  await mails.run(shutdown);
  mailer.close();
}
