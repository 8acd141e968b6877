/** Which records somebody may see. */
export type RecordScope =
  | { readonly all: true }
  | {
      readonly all: false;
      readonly actor: string;
      /** Places whose objects they may list, by the ids of `audit_scopes`. A record shows where all of its objects are in these. */
      readonly places: readonly number[];
      readonly tenants: readonly string[];
    };
