/** An environment that components are promoted to. */
interface EnvironmentConfig {
  name: string;
  title?: string;
  /** Name of a cluster. */
  cluster: string;
  /** Where components are there, with `{system}`, `{name}` and `{owner}` of the component; any namespace where absent. */
  namespace?: string;
  /** Tells this environment's workloads from others, beside the component's own labels. */
  labelSelector?: string;
  gates?: {
    /** `required`: the run that made the image succeeded. `ifKnown`: an image that no known run made is let through. */
    pipelinePassed?: 'required' | 'ifKnown';
    approvals?: {
      /** 1 where absent. */
      count?: number;
      /** Entity refs of groups; `owner` is whoever owns the component. */
      groups: string[];
      /** Who may not approve: who asked, and who had it built. Both where absent. */
      notBy?: Array<'requester' | 'author'>;
      /** `24h` where absent. */
      expiresAfter?: string;
    };
    /** Metrics of `metrics` that have to be well: their names, or with what else is to count. */
    metrics?: Array<
      | string
      | {
          metric: string;
          /** Of the workload in the environment that the image comes from, where absent; or of what runs in this one. */
          of?: 'source' | 'target';
          /** What it means that nothing is measured: `block` where absent. */
          noData?: 'block' | 'pass';
        }
    >;
    /** Whether the registry must have a signature of the image; by one of the registry's `cosignKeys` or identities of `keyless` where it has any. */
    imageSigned?: boolean;
    /** What the newest scan that the registry has of the image may say at most. */
    imageScanned?: {
      /** 0 where absent. */
      maxCritical?: number;
      /** Any number where absent. */
      maxHigh?: number;
      /** Of the scan: `7d`. */
      maxAge?: string;
    };
    /** SonarQube's quality gate. `ifKnown`: a component that it does not know is let through. */
    qualityGate?: 'required' | 'ifKnown';
    /** Whether the freeze calendar counts; it does where absent. */
    freeze?: boolean;
  };
  /** `10m` where absent. */
  rolloutTimeout?: string;
  /** How long new pods have to stay well: `30s` where absent. */
  stableFor?: string;
}

interface MetricConfig {
  /** As annotations name it. */
  name: string;
  title?: string;
  /** Where `query` is asked; the HTTP API of Prometheus. */
  prometheus?: {
    url: string;
    /** Takes `http://` to another machine: the token can be read on the way. */
    allowPlainHttp?: boolean;
    /** @visibility secret */
    token?: string;
  };
  /** PromQL that answers one number, with `{namespace}`, `{workload}`, `{cluster}` and `{window}`. */
  query?: string;
  /** `5m` where absent. */
  window?: string;
  /** In place of Prometheus: the share of CPU requests or memory limits that the pods use, by `metrics.k8s.io`. */
  pods?: 'cpu' | 'memory';
  /** The most and the least that is well; one of them at least. */
  max?: number;
  min?: number;
}

export interface Config {
  kubemate?: {
    /** How the portal sends mail; it sends none where absent. See docs/pipelines.md. */
    mail?: {
      /** The one address that it comes from. */
      from: string;
      /** Of what it says: `en` where absent. */
      language?: 'en' | 'zh';
      smtp: {
        host: string;
        /** 587 with `starttls`, 465 with `tls`, 25 with `none` where absent. */
        port?: number;
        /** `starttls` where absent. `none` takes no account, but on this machine. */
        security?: 'starttls' | 'tls' | 'none';
        username?: string;
        /** @visibility secret */
        password?: string;
      };
    };
    sandbox?: {
      /** Environments of the sandbox's company; see `kubemate.pipelines.environments`. Left out where the sandbox is off, or others are configured. */
      environments?: EnvironmentConfig[];
      /** Metrics of the sandbox; see `kubemate.pipelines.metrics`. Left out where others are configured. */
      metrics?: MetricConfig[];
      /** A simulated image registry, registry.example.com, with the images of the sandbox's pods. */
      registry?: {
        /** Who may choose among which repositories; of several the longest path counts. */
        repositories: {
          /** A repository or what lies below: `shop`. */
          path: string;
          /** Entity refs, or `*` for everybody. */
          readers: string[];
        }[];
      };
      /** The sandbox's stand-in for a GitOps controller: the repository that it keeps, and what it applies that to. */
      gitops?: {
        repository: string;
        namespace: string;
        deployment: string;
        environments: Array<{ name: string; cluster: string }>;
      };
      /** Event listeners of the sandbox that take deliveries; see `kubemate.pipelines.hooks`. */
      hooks?: Array<{
        /** A cluster. */
        place: string;
        /** Its namespace. */
        folder: string;
        /** Name of the EventListener. */
        listener: string;
        /**
         * What the git server signs with, or the token of GitLab. Where absent, the Secrets that the listener's interceptors name by `secretRef`.
         * @visibility secret
         */
        secret?: string;
      }>;
      /** The sandbox's simulated Jenkins: how it is called, and whose its folders are. */
      jenkins?: {
        name: string;
        title: string;
        folders: Array<{ path: string; owners?: string[]; readers?: string[] }>;
      };
    };
    pipelines?: {
      /** What holds beside the engines' own rules for runs that wait for a person. */
      answers?: {
        /** Who may not let a run go on; they may end it. Nobody where absent. */
        notBy?: Array<'starter'>;
      };
      /** In the order of promotion. */
      environments?: EnvironmentConfig[];
      /** Image registries that the portal asks for signatures, bills of material and scans; see docs/pipelines.md. */
      registries?: Array<{
        /** What image names begin with: `registry.example.com`; `docker.io` for Docker Hub. */
        host: string;
        /** Where the portal reaches it; `https://` and the host where absent. */
        url?: string;
        /** Takes `http://` to another machine: the credential can be read on the way. */
        allowPlainHttp?: boolean;
        username?: string;
        /** @visibility secret */
        password?: string;
        /** Further addresses that it may send the portal to: of its token service, and of the store of its blobs. */
        alsoAsks?: string[];
        /** Whose signatures count. Where there are neither keys nor `keyless`, a signature that is there counts unchecked. */
        cosignKeys?: Array<{ name: string; publicKey: string }>;
        /** Keyless signatures of Sigstore that count; verified by this alone, nobody is asked. See docs/pipelines.md. */
        keyless?: {
          /** A `trusted_root.json`: its text (`$file: trusted_root.json`), or its content (`$include: trusted_root.json`, or written here). */
          trustedRoot: string | { [key: string]: unknown };
          /** Who may sign. Of issuer and subject each the very text, or a regular expression of the whole of it. */
          identities: Array<{
            /** As the portal calls whoever has signed. */
            name: string;
            /** `https://token.actions.githubusercontent.com`. */
            issuer?: string;
            issuerPattern?: string;
            /** A mail address or a URI, as the certificate has it. */
            subject?: string;
            subjectPattern?: string;
          }>;
        };
        /** Who may choose among its repositories in templates. One that no entry names is offered to nobody; of several, the longest path counts. */
        repositories?: Array<{
          /** Of a repository, or of what lies above some, without the host: `shop`; `/` for all. */
          path: string;
          /** `group:default/shop-team`; `*` for everybody. */
          readers?: string[];
        }>;
      }>;
      /** Metrics that steps of a promotion ask for; see docs/pipelines.md. */
      metrics?: MetricConfig[];
      /** SonarQube servers; see docs/pipelines.md. */
      sonarqube?: Array<{
        /** Stands before a project's key in the annotation where there are several. */
        name: string;
        /** Where the portal reaches it. */
        url: string;
        /** Where people reach it; `url` where absent. */
        publicUrl?: string;
        /** Takes `http://` to another machine: the token can be read on the way. */
        allowPlainHttp?: boolean;
        /**
         * A user token that may browse the projects.
         * @visibility secret
         */
        token: string;
      }>;
      /**
       * Whose repositories on GitHub, GitLab and Gitea are that components are promoted through; see docs/pipelines.md. Hosts and credentials are those of `integrations`.
       * What no entry names is reached by nobody; of several, the longest address counts.
       */
      gitRepositories?: Array<{
        /** Of a repository, or of what holds some: `https://github.com/acme`. */
        url: string;
        /** May have it changed: `group:default/shop-team`; `*` for everybody. The role of the portal counts besides. */
        owners?: string[];
        /** See what it says, and no more. */
        readers?: string[];
      }>;
      /** Clusters whose runs Tekton Results archives; see docs/pipelines.md. */
      tektonResults?: Array<{
        /** Name of a cluster. */
        cluster: string;
        /** Where the portal reaches its REST API: `https://tekton-results-api-service.tekton-pipelines.svc:8080`. */
        url: string;
        /** Takes `http://` to another machine: the token can be read on the way. */
        allowPlainHttp?: boolean;
        /**
         * A token of the cluster that may list records and get logs of `results.tekton.dev` everywhere.
         * @visibility secret
         */
        token?: string;
        /** In place of `token`: a file that holds it, read anew each time. */
        tokenFile?: string;
      }>;
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
      /** Event listeners of Tekton Triggers whose deliveries the portal takes, where no pod of theirs does; see docs/pipelines.md. */
      hooks?: Array<{
        /** A cluster. */
        place: string;
        /** Its namespace. */
        folder: string;
        /** Name of the EventListener. */
        listener: string;
        /**
         * What the git server signs with, or the token of GitLab. Where absent, the Secrets that the listener's interceptors name by `secretRef`.
         * @visibility secret
         */
        secret?: string;
      }>;
      /** How long runs are remembered that are gone from their clusters. */
      retention?: {
        /** Days after a run was made; 90 where absent. */
        days?: number;
        /** The newest runs of each namespace; 1000 where absent. */
        runsPerNamespace?: number;
        /** What else holds for some namespaces: the first that names one, or its tenant, counts. `shop-*` means all that begin so. */
        overrides?: Array<{
          /** All clusters where absent. */
          clusters?: string[];
          /** These or `tenants`, or both: then those of the tenants alone. */
          namespaces?: string[];
          /** Names of tenants whose namespaces these are now. */
          tenants?: string[];
          days?: number;
          runsPerNamespace?: number;
        }>;
      };
      logs?: {
        /** What is kept of the log of one task, its end; 5120 where absent. */
        maxKilobytesPerTask?: number;
      };
    };
  };
}
