/** 服务器关于添加和变更集群的语句，按代码 */
export const registryPhrases = {
  'phrase.clusterProbe': '检查一个集群',
  'phrase.clusterAdd': '添加集群 {{cluster}}',
  'phrase.clusterAddAt': '添加位于 {{server}} 的集群 {{cluster}}',
  'phrase.clusterChange': '变更集群 {{cluster}}',
  'phrase.clusterRemove': '移除集群 {{cluster}}',
  'phrase.clusterRotate': '轮换 {{cluster}} 的凭据',
  'phrase.clusterForgets': '其凭据不再保留：再次添加该集群时需要它或另一个凭据。',
  'phrase.clusterRevoke': '该凭据在集群上仍然有效；请在那里吊销它。',
  'phrase.clusterTaken': '已有名为 {{cluster}} 的集群',
  'phrase.clusterSelf':
    '当门户监听的不只是回环地址时，不接受身份 self：任何能访问它的人都会以门户自身的权限行事',
  'phrase.clusterUnusable': '无法使用 {{server}}：{{reason}}',
  'phrase.probeFailed': '检查失败',
  'phrase.credentialMayNot': '该凭据没有这些权限：{{rights}}。',
  'phrase.credentialExcess': '该凭据拥有门户从不需要的权限 {{right}}：请缩减其权限。',
  'phrase.credentialEnds': '该凭据将于 {{at}} 到期。',
  'phrase.addressChanges': '地址从 {{from}} 变为 {{to}}。',
} as const;
