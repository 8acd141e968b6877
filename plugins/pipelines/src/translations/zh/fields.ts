export const fields = {
  'fields.open': '显示选项',
  'fields.close': '收起选项',
  'fields.clear': '清除选择',
  'fields.clusterFirst': '请先选择集群。',
  'fields.namespaceFirst': '请先选择命名空间。',
  'fields.noPipeline': '这里没有您可以查看的流水线',
  'fields.noPipelineHint':
    '可以选择您命名空间中的 Tekton 流水线，以及您的 Jenkins 作业。流水线需要先存在。',
  'fields.otherPipeline': '{{where}} 中没有 {{name}}，或您无权查看。请选择其他流水线。',
  'fields.values': '{{name}} 需要的值',
  'fields.noValues': '{{name}} 不需要任何值。',
  'fields.passwords': '密码使用 Jenkins 的默认值：{{names}}。',
};
