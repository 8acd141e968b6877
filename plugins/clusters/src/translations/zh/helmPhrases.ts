/** 服务器关于 Helm 发布操作的语句，按代码 */
export const helmPhrases = {
  'phrase.helmShow': '查看 Helm 发布 {{release}} 的修订 {{revisions}} 的值',
  'phrase.helmRollback': '将 Helm 发布 {{release}} 回滚到修订 {{revision}}',
  'phrase.helmRollbackAs': '将 Helm 发布 {{release}} 回滚到修订 {{revision}}，成为修订 {{next}}',
  'phrase.helmNoRevision': '它已没有修订 {{revision}}；现有 {{known}}',
  'phrase.helmPending': '修订 {{revision}} 的状态为 {{status}}：Helm 可能正在处理，或已被中断',
  'phrase.helmHooks': '不会运行其回滚钩子：{{names}}',
  'phrase.helmDataStays': '存储卷和数据库中的数据不会随之回滚',
  'phrase.helmHidden': '{{object}} 的值会写入，但不显示',
  'phrase.helmKept': '{{object}} 会保留：其 {{policy}} 为 keep',
  'phrase.helmClaim': '{{object}} 的数据可能随之删除',
} as const;
