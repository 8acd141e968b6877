export interface Config {
  kubemate?: {
    credentials?: {
      /**
       * Keys that the credentials of clusters added in the portal are encrypted with. The first encrypts, all decrypt: put a new one in
       * front, restart, and remove the old one.
       */
      keys?: Array<{
        /** Short name, kept beside what it encrypts. */
        id: string;
        /**
         * 32 random bytes in base64: `openssl rand -base64 32`.
         * @visibility secret
         */
        key: string;
      }>;
    };
    exec?: {
      /** Transcripts of terminals. */
      recordings?: {
        /** `true` where absent. */
        enabled?: boolean;
        /** `./.kubemate/data/exec-recordings` where absent. */
        directory?: string;
        /** 90 where absent. */
        retentionDays?: number;
        /** Of one transcript; 10 where absent, at most 200. */
        maxMebibytes?: number;
      };
    };
  };
}
