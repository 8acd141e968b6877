/** A GET on an API server: what the reflector needs of a connection, and all it needs. */
export interface ApiRequest {
  /** Absolute path without query, each segment percent-encoded: `/api/v1/pods`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** `Accept` header; JSON where absent. */
  readonly accept?: string;
  /** Ends the request and its body at once. */
  readonly signal: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Decoded (no content encoding left). Leaving the loop early must release the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** One cluster's connection. Rejects where there is no answer at all: refused, reset, timed out, bad certificate. */
export interface ApiTransport {
  request(request: ApiRequest): Promise<ApiResponse>;
}
