export interface Config {
  kubemate?: {
    audit?: {
      /**
       * Keys that sign the ends of the chains and the anchors: the first signs, the others are for what was signed before. Where absent, one is
       * generated beside the anchors, which proves less.
       */
      signingKeys?: Array<{
        id: string;
        /** @visibility secret */
        secret: string;
      }>;
      /** How long records are kept, in days: 400, and 14 for plain reads. */
      keepDays?: { trail?: number; reads?: number };
      /** Records that are not forgotten, whatever their age; `query` as for `GET /api/audit/records`. */
      holds?: Array<{ name: string; query: { [parameter: string]: string } }>;
      /** Records of requests to the portal's API. */
      requests?: { enabled?: boolean; buffer?: number };
      /** Records of what Backstage's plugins tell through its auditor, from this severity on; `medium` where absent. */
      events?: {
        enabled?: boolean;
        from?: 'low' | 'medium' | 'high' | 'critical';
        buffer?: number;
      };
      /** Clusters whose API servers send their audit events to `/api/audit/kubernetes/<cluster>`. */
      kubernetes?: Array<{
        cluster: string;
        /**
         * Its bearer token; with `clientName` both are asked for.
         * @visibility secret
         */
        token?: string;
        /** The common name of its API servers' client certificate; such events are taken by the `receiver` alone. */
        clientName?: string;
        /** `people` where absent: leaves out what the cluster's own components do. */
        include?: 'people' | 'everybody';
      }>;
      /** A port of its own for API servers, with mutual TLS. */
      receiver?: {
        /** `127.0.0.1` where absent. */
        host?: string;
        port: number;
        /** PEM of the certificate that API servers see, with its chain. */
        certificate: string;
        /**
         * PEM of its key.
         * @visibility secret
         */
        key: string;
        /** PEM of the authority that signs the API servers' client certificates. */
        clientCa: string;
      };
      rules?: {
        massDelete?: { enabled?: boolean; count?: number; minutes?: number };
        manyDenials?: { enabled?: boolean; count?: number; minutes?: number };
        offHoursWrite?: {
          enabled?: boolean;
          /** Working time from this hour until before that one, Monday to Friday; 7 and 20 where absent. */
          from?: number;
          to?: number;
          /** `UTC` where absent. */
          timeZone?: string;
          /** Clusters that it is about; `environment: prod` where absent. */
          clusterLabels?: { [label: string]: string };
        };
        roleEscalation?: { enabled?: boolean };
      };
    };
  };
}
