/** 简体中文：YAML 编辑器 */
export const editor = {
  'editor.label': '编辑清单',
  'editor.problems': '问题',
  'editor.noProblems': '没有发现问题',
  'editor.syntax': '无法解析 YAML:{{message}}',
  'editor.unknownField': '{{kind}} 没有字段“{{field}}”',
  'editor.wrongType': '{{field}} 的类型必须是 {{type}}',
  'editor.notAllowedValue': '{{field}} 必须是以下之一：{{values}}',
  'editor.required': '缺少必填字段 {{field}}',
  'editor.pattern': '{{field}} 不符合 {{pattern}}',
  'editor.tooSmall': '{{field}} 不能小于 {{limit}}',
  'editor.tooLarge': '{{field}} 不能大于 {{limit}}',
  'editor.duplicateKey': '“{{field}}”重复出现',
  'editor.owners': '显示字段归属',
  'editor.said': '{{message}}',
  'editor.keys': 'Ctrl-空格补全，Tab 缩进；按 Escape 再按 Tab 可离开编辑器。',
};
