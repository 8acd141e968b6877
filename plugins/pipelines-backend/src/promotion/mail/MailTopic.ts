/** What mail about one thing would say, and to whom, as things stand now. */
export interface MailMatter {
  /** Entity refs of people. */
  recipients(): Promise<readonly string[]>;
  /** Undefined where this person need not, or may not, be told any more. */
  letterFor(person: string): Promise<{ subject: string; text: string } | undefined>;
}

/** A kind of thing about which mail is sent. */
export interface MailTopic {
  /** Undefined where `id` is of another kind, or waits for nobody any more. */
  find(id: string): Promise<MailMatter | undefined>;
}
