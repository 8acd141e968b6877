import type { ApprovalRequest } from '@kubemate/plugin-pipelines-common';

/** A request for approval as it is kept. What it takes to let it through is said by the environment when it is asked. */
export interface StoredApproval extends Pick<
  ApprovalRequest,
  | 'id'
  | 'component'
  | 'owner'
  | 'from'
  | 'to'
  | 'image'
  | 'before'
  | 'requestedBy'
  | 'requestedAt'
  | 'reason'
  | 'expiresAt'
  | 'promotion'
> {
  readonly revision: number;
  readonly decisions: readonly Omit<ApprovalRequest['decisions'][number], 'isExpired'>[];
  /** Who had the image built, in the words of the engine: entity refs or logins. */
  readonly authors: readonly string[];
}

/** Where requests for approval are kept. Shared by all replicas of the portal. */
export interface ApprovalStore {
  /** @throws ConflictError where the same is asked for already */
  insert(request: StoredApproval): Promise<void>;
  get(id: string): Promise<StoredApproval | undefined>;
  /**
   * Changes a request; `change` may be called more than once, and answers undefined where there is nothing to do.
   * @throws NotFoundError, and whatever `change` throws
   */
  update(
    id: string,
    change: (request: StoredApproval) => Partial<StoredApproval> | undefined,
  ): Promise<StoredApproval>;
  /** The newest for this very image, open or not. */
  newest(subject: {
    component: string;
    environment: string;
    image: string;
  }): Promise<StoredApproval | undefined>;
  /** Newest first. */
  list(query: {
    component?: string;
    isOpen?: boolean;
    limit: number;
  }): Promise<readonly StoredApproval[]>;
}
