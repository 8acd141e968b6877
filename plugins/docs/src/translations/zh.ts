/** 简体中文 */
export default {
  pages: '页面',
  onThisPage: '本页内容',
  search: '搜索此文档',
  found: '包含“{{text}}”的页面',
  nothingFound: '没有页面包含“{{text}}”',
  nothingFoundHint: '页面须包含每个词。请减少关键词。',
  searchFailed: '搜索失败',
  source: '源文件',
  edit: '查看或修改本页',
  failed: '无法读取文档',
  pageFailed: '无法读取此页面',
  missing: '暂无可读内容',
  missingHint:
    '此实体的注解 {{annotation}} 指向的位置没有页面。请在那里放置包含 index.md 的“docs”文件夹。',
  imageFailed: '缺少图片：{{alt}}',
} as const;
