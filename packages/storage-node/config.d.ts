export interface Config {
  kubemate?: {
    /** Where documents, reports and audit anchors are kept; files under `.kubemate/objects` where absent. */
    objects?: {
      driver: 'file' | 's3';
      /** Of the driver `file`. */
      folder?: string;
      bucket?: string;
      /** Before every key, without slashes at its ends. */
      prefix?: string;
      region?: string;
      /** Of a server that is not AWS: `https://minio.example:9000`. */
      endpoint?: string;
      /** The SDK's own chain where absent: environment, web identity, instance role. */
      credentials?: {
        accessKeyId: string;
        /** @visibility secret */
        secretAccessKey: string;
      };
    };
  };
}
