/** 简体中文：各种操作共有的语句，按代码 */
export const phrases = {
  'phrase.undoOf': '撤销：{{summary}}',
  'phrase.undoDenied': '您无权执行此操作',
  'phrase.undoNeverDone': '它从未执行',
  'phrase.undoDone': '它已撤销',
  'phrase.undoNotEnded': '它尚未结束',
  'phrase.undoNone': '{{title}}：无法撤销',
  'phrase.undoByOther': '只有 {{actor}} 可以撤销',
  'phrase.undoTooLate': '已超过可撤销的时间',
  'phrase.undoDoneAgain': '它曾中断，之后已重新执行',
  'phrase.undoNoWay': '它无法撤回',
  'phrase.undoSteps': '撤销 {{title}} 的 {{total}} 个步骤中的 {{number}} 个',
  'phrase.undoNoAnswer': '{{plugin}} 没有应答：{{reason}}',
  'phrase.undoGoesOn': '该运行仍在进行：请先取消',
  'phrase.undoNothing': '没有可撤回的内容',
} as const;
