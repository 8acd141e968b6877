export interface Config {
  kubemate?: {
    operations?: {
      /** Whom to ask for a missing right, as it stands behind "Ask": `the platform team in #platform`. */
      askWhom?: string;
      /**
       * What stands before an operation beside rights; the first that matches counts. Where absent, operations that destroy something
       * on clusters labelled `environment: prod` ask for the name to be typed. An empty list guards nothing.
       */
      guards?: Array<{
        /** Names, `*` at the end stands for anything: `clusters.drain-node`, `tenants.*`. All where absent. */
        operations?: string[];
        effects?: Array<'read' | 'write' | 'destroy'>;
        /** Cluster names; all where absent. */
        clusters?: string[];
        /** Labels that the cluster has. */
        clusterLabels?: { [key: string]: string };
        /** `typed`: the caller types the object's name. `approval`: a second person approves. */
        require: 'typed' | 'approval' | 'nothing';
        /** How long an approval can be given and used, `24h` where absent: a number with s, m, h or d. */
        expiresIn?: string;
      }>;
      /** How long receipts are kept in days, 400 where absent. The audit trail has its own time. */
      keepDays?: number;
    };
  };
}
