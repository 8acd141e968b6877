import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';

export default createTranslationMessages({
  ref: orgTranslationRef,
  full: true,
  messages: {
    'groupProfileCard.groupNotFound': '未找到团队',
    'groupProfileCard.editIconButtonTitle': '编辑元数据',
    'groupProfileCard.refreshIconButtonTitle': '安排刷新实体',
    'groupProfileCard.refreshIconButtonAriaLabel': '刷新',
    'groupProfileCard.listItemTitle.entityRef': '实体引用',
    'groupProfileCard.listItemTitle.email': '电子邮件',
    'groupProfileCard.listItemTitle.parentGroup': '上级团队',
    'groupProfileCard.listItemTitle.childGroups': '下级团队',
    'membersListCard.cardLabel': '{{memberName}} 的用户页面',
    'membersListCard.title': '{{groupName}} 的成员',
    'membersListCard.noMembersDescription': '此团队没有成员。',
    'membersListCard.noSearchResult': '没有与“{{searchTerm}}”匹配的成员。',
    'membersListCard.aggregateMembersToggle.label': '包括下级团队',
    'ownershipCard.title': '所有权',
    'ownershipCard.aggregateRelationsToggle.label': '包括间接所有',
    'userProfileCard.userNotFound': '未找到用户',
    'userProfileCard.editIconButtonTitle': '编辑元数据',
    'userProfileCard.listItemTitle.email': '电子邮件',
    'userProfileCard.listItemTitle.memberOf': '所属团队',
    'userProfileCard.moreGroupButtonTitle': '…更多（{{number}}）',
    'userProfileCard.allGroupDialog.title': '{{name}} 的所有团队：',
    'userProfileCard.allGroupDialog.closeButtonTitle': '关闭',
  },
});
