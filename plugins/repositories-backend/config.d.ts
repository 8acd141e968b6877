export interface Config {
  kubemate?: {
    repositories?: {
      /** Where the built-in git server keeps its bare repositories; `./.kubemate/repositories` where absent, a temporary folder with a database in memory. */
      folder?: string;
      /** The most that one push may bring, in megabytes; 50 where absent. */
      maxPushMegabytes?: number;
      webhooks?: {
        /** Which hosts webhooks may lead to: `ci.example.com`, `*.example.com`. Any but this server, link-local and metadata addresses where absent. */
        hosts?: string[];
      };
    };
  };
}
