export const entity = {
  'entity.running': '运行位置',
  'entity.pods': 'Pod',
  'entity.ready': '就绪副本数',
  'entity.explore': '在资源浏览器中打开',
  'entity.none': '该实体没有指定任何对象',
  'entity.noneHint':
    '请在 catalog-info.yaml 中设置注解 backstage.io/kubernetes-id 或 backstage.io/kubernetes-label-selector。',
  'entity.nothingRuns': '在您可见的范围内没有运行',
  'entity.nothingRunsHint': '没有 Deployment、StatefulSet 或 DaemonSet 带有标签 {{labels}}。',
  'entity.nothingInNamespace': '此命名空间中没有 Deployment、StatefulSet 或 DaemonSet。',
  'entity.attention': '需要关注',
  'entity.activityGap': '缺少部分集群事件：{{reason}}',
  'entity.parts': '组件及其状态',
  'entity.otherParts': '显示其余 {{number}} 个',
  'entity.partsFailed': '无法加载组件',
  'entity.clusterFailed': '无法加载集群',
};
