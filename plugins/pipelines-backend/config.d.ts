export interface Config {
  kubemate?: {
    sandbox?: {
      /** The sandbox's simulated Jenkins: how it is called, and whose its folders are. */
      jenkins?: {
        name: string;
        title: string;
        folders: Array<{ path: string; owners?: string[]; readers?: string[] }>;
      };
    };
    pipelines?: {
      /** Jenkins controllers whose jobs the portal shows beside Tekton's pipelines; see docs/pipelines.md. */
      jenkins?: Array<{
        /** Short name, unique among instances and clusters; it stands in links. */
        name: string;
        /** What people read; the name where absent. */
        title?: string;
        /** Where the portal reaches it: `https://ci.example.com`, with a path where it has one. */
        url: string;
        /** Where people reach it; `url` where absent. */
        publicUrl?: string;
        /** Takes `http://` to another machine: the token can be read on the way. */
        allowPlainHttp?: boolean;
        /** The account that the portal reads and builds with. */
        username: string;
        /**
         * An API token of that account.
         * @visibility secret
         */
        token: string;
        /** Whose jobs these are. A job that no entry names is shown to nobody; of several, the longest path counts. */
        folders: Array<{
          /** Full name of a folder or job, `shop/storefront`; `/` for all. */
          path: string;
          /** See, start, stop and answer: `group:default/shop-team`; `*` for everybody. The role of the portal counts besides. */
          owners?: string[];
          /** See, and no more. */
          readers?: string[];
        }>;
        /** For the `submitter` of an input step, by its name in Jenkins: who that is here. */
        submitters?: { [name: string]: string[] };
        /** Newest builds of each job in lists; 50 where absent. */
        builds?: number;
      }>;
    };
  };
}
