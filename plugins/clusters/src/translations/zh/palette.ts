export const palette = {
  'palette.recent': '最近查看',
  'palette.pages': '页面',
  'palette.clusters': '集群',
  'palette.kinds': '资源类型',
  'palette.objects': '对象',
  'palette.open': '搜索全部',
  'palette.failed': '部分集群没有响应：{{clusters}}',
  'palette.sourcesFailed': '无法搜索：{{names}}。请重新加载页面后再试。',
};
