/** What an error is about, for its sentence. */
export interface ErrorFacts {
  readonly keyword: string;
  /** What the schema says for the keyword: a length, a pattern, the values. */
  readonly limit: unknown;
  /** The field that has no value. */
  readonly missing?: string;
  readonly label?: string;
}

type Sentences = Record<string, (facts: ErrorFacts) => string>;

const EN: Sentences = {
  required: ({ label }) => `${label} is required`,
  dependencies: ({ label }) => `${label} is required too`,
  dependentRequired: ({ label }) => `${label} is required too`,
  type: ({ limit }) => `must be ${kinds(limit, ' or ')}`,
  enum: ({ limit }) => `must be one of ${values(limit, ', ')}`,
  const: ({ limit }) => `must be ${JSON.stringify(limit)}`,
  pattern: ({ limit }) => `must match ${limit}`,
  format: ({ limit }) => `must be a valid ${limit}`,
  minLength: ({ limit }) => `must have at least ${limit} characters`,
  maxLength: ({ limit }) => `must have at most ${limit} characters`,
  minimum: ({ limit }) => `must be at least ${limit}`,
  maximum: ({ limit }) => `must be at most ${limit}`,
  exclusiveMinimum: ({ limit }) => `must be more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${limit}`,
  multipleOf: ({ limit }) => `must be a multiple of ${limit}`,
  minItems: ({ limit }) => `must have at least ${limit} items`,
  maxItems: ({ limit }) => `must have at most ${limit} items`,
  uniqueItems: () => 'must not have the same item twice',
  false: () => 'is not known here',
  _: ({ keyword }) => `does not fit (${keyword})`,
};

const ZH: Sentences = {
  required: ({ label }) => `请填写${label}`,
  dependencies: ({ label }) => `还需填写${label}`,
  dependentRequired: ({ label }) => `还需填写${label}`,
  type: ({ limit }) => `类型必须是 ${kinds(limit, ' 或 ')}`,
  enum: ({ limit }) => `必须是以下之一：${values(limit, '、')}`,
  const: ({ limit }) => `必须是 ${JSON.stringify(limit)}`,
  pattern: ({ limit }) => `必须匹配 ${limit}`,
  format: ({ limit }) => `不是有效的 ${limit}`,
  minLength: ({ limit }) => `至少 ${limit} 个字符`,
  maxLength: ({ limit }) => `最多 ${limit} 个字符`,
  minimum: ({ limit }) => `不能小于 ${limit}`,
  maximum: ({ limit }) => `不能大于 ${limit}`,
  exclusiveMinimum: ({ limit }) => `必须大于 ${limit}`,
  exclusiveMaximum: ({ limit }) => `必须小于 ${limit}`,
  multipleOf: ({ limit }) => `必须是 ${limit} 的倍数`,
  minItems: ({ limit }) => `至少 ${limit} 项`,
  maxItems: ({ limit }) => `最多 ${limit} 项`,
  uniqueItems: () => '不能有重复项',
  false: () => '此处没有这个字段',
  _: ({ keyword }) => `不符合要求（${keyword}）`,
};

/** The sentences in the language of the document: 简体中文 for `zh`, English for any other. */
export function messagesOf(language: string): (facts: ErrorFacts) => string {
  const sentences = language.startsWith('zh') ? ZH : EN;
  return facts => (sentences[facts.keyword] ?? sentences._ ?? String)(facts);
}

function kinds(limit: unknown, or: string): string {
  return [limit].flat().map(String).join(or);
}

function values(limit: unknown, comma: string): string {
  return Array.isArray(limit) ? limit.map(value => JSON.stringify(value)).join(comma) : '';
}
