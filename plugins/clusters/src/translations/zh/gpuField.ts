export const gpuField = {
  'gpuField.clusterFirst': '请先选择集群。',
  'gpuField.failed': '无法读取集群的资源',
  'gpuField.none': '{{cluster}} 没有提供 GPU 的节点。请选择其他集群，或不使用 GPU。',
  'gpuField.no': '不使用 GPU',
  'gpuField.other': '{{cluster}} 不提供 {{resource}}，请选择其他资源。',
  'gpuField.hidden': '您无权查看节点，实际数量可能更多或更少：{{reason}}',
  'gpuField.count': '数量',
  'gpuField.onNode': '最大的节点有 {{amount}} 个。',
  'gpuField.left': '命名空间的配额还剩 {{amount}} 个。',
  'gpuField.tooMany': '此处最多可用 {{amount}} 个 {{resource}}。',
};
