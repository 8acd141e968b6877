import type { StatusCause } from '../ApiStatusError';

/** Collects what is wrong with an object, in the words of the real server's field errors. */
export class Causes {
  readonly list: StatusCause[] = [];

  required(field: string, detail = ''): void {
    this.add('FieldValueRequired', field, `Required value${detail === '' ? '' : `: ${detail}`}`);
  }

  invalid(field: string, value: unknown, detail: string): void {
    this.add('FieldValueInvalid', field, `Invalid value: ${JSON.stringify(value)}: ${detail}`);
  }

  notSupported(field: string, value: unknown, supported: readonly string[]): void {
    const values = supported.map(item => `"${item}"`).join(', ');
    this.add(
      'FieldValueNotSupported',
      field,
      `Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`,
    );
  }

  duplicate(field: string, value: unknown): void {
    this.add('FieldValueDuplicate', field, `Duplicate value: ${JSON.stringify(value)}`);
  }

  forbidden(field: string, detail: string): void {
    this.add('FieldValueForbidden', field, `Forbidden: ${detail}`);
  }

  notFound(field: string, value: unknown): void {
    this.add('FieldValueNotFound', field, `Not found: ${JSON.stringify(value)}`);
  }

  private add(reason: string, field: string, message: string): void {
    this.list.push({ reason, message, field });
  }
}
