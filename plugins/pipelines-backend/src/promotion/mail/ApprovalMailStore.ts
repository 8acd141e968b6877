/** Mail about a request for approval that is still to be sent. */
export interface ApprovalMail {
  readonly id: string;
  /** Of the request. */
  readonly request: string;
  /** Entity ref of a person; undefined until it is known who is to be told. */
  readonly recipient?: string;
  /** How often it has been taken in hand, this time too. */
  readonly attempts: number;
}

/** Where mail waits. Shared by all replicas of the portal. */
export interface ApprovalMailStore {
  /** Takes what is due, until which time nobody else does. */
  claim(when: { now: number; until: number; limit: number }): Promise<readonly ApprovalMail[]>;
  /** In place of what was for nobody in particular. */
  addressTo(mail: ApprovalMail, to: { recipients: readonly string[]; now: number }): Promise<void>;
  later(mail: ApprovalMail, at: number): Promise<void>;
  remove(mail: ApprovalMail): Promise<void>;
}
