/** A reference to another object, in any of the forms the API has. */
export interface Reference {
  readonly apiVersion?: string;
  readonly apiGroup?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly fieldPath?: string;
}
