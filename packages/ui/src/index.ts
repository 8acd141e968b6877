export { KubemateThemeProvider } from './theme/KubemateThemeProvider';
export {
  colours,
  fonts,
  radii,
  type,
  type Mode,
  type ColourTokens,
  type Tone,
} from './theme/tokens';
export { ServerText } from './i18n/ServerText';
export { useServerText } from './i18n/useServerText';
export { uiTranslationRef } from './i18n/uiTranslationRef';

export { Age, type AgeProps } from './time/Age';
export { DataAge, type DataAgeProps } from './time/DataAge';
export { formatAge } from './time/formatAge';
export { useNow } from './time/useNow';

export { StatusChip, type StatusChipProps } from './status/StatusChip';
export { HealthDot, type HealthDotProps } from './status/HealthDot';
export { HealthBar, type HealthBarProps } from './status/HealthBar';
export { HEALTH_ORDER } from './status/healthLook';
export { CapacityBar, type CapacityBarProps } from './status/CapacityBar';
export { Sparkline, type SparklineProps } from './status/Sparkline';

export { useMyGroups } from './data/useMyGroups';
export { ChoiceField, type ChoiceFieldProps } from './filter/ChoiceField';
export {
  describeError,
  mayRecover,
  type ErrorDescription,
  type ErrorKind,
} from './data/describeError';

export { SelectionBar, type SelectionBarProps } from './operations/SelectionBar';

export { EmptyState, type EmptyStateProps } from './states/EmptyState';
export { ErrorState, type ErrorStateProps } from './states/ErrorState';
export { DeniedState, type DeniedStateProps } from './states/DeniedState';
export { FailureState, type FailureStateProps } from './states/FailureState';
export { LoadingState, type LoadingStateProps } from './states/LoadingState';
export { PartialBanner, type PartialBannerProps } from './states/PartialBanner';

export { Page } from './layout/Page';
export {
  PageHeader,
  type PageHeaderProps,
  type Breadcrumb,
  type PageTab,
} from './layout/PageHeader';
export { PageContent, type PageContentProps } from './layout/PageContent';
export { useDocumentTitle } from './layout/useDocumentTitle';
export { Section, type SectionProps } from './layout/Section';
export { KeyValueList, type KeyValueListProps } from './layout/KeyValueList';
export { LabelChips, type LabelChipsProps } from './layout/LabelChips';
export { CodeBlock, type CodeBlockProps } from './layout/CodeBlock';
export { CopyButton, type CopyButtonProps } from './layout/CopyButton';
export { MarkdownView, type MarkdownViewProps } from './markdown/MarkdownView';
export { isAddress, resolvePath } from './markdown/resolvePath';
export { headingsOf, type Heading } from './markdown/headings';
export { PopoverButton, type PopoverButtonProps } from './layout/PopoverButton';
export { Shortcut, isApple, type ShortcutProps } from './layout/Shortcut';
export { Timeline, type TimelineItem } from './layout/Timeline';

export { ManifestLintBlueprint, type ManifestLintProps } from './objectTab/ManifestLintBlueprint';
export {
  ObjectProposalBlueprint,
  type ObjectProposalProps,
} from './objectTab/ObjectProposalBlueprint';
export {
  ObjectTabBlueprint,
  type ObjectTab,
  type ObjectTabTarget,
} from './objectTab/ObjectTabBlueprint';

export {
  ACTIVITY_KINDS,
  ActivitySourceBlueprint,
  type ActivityFinds,
  type ActivityItem,
  type ActivityKind,
  type ActivityObject,
  type ActivityScope,
  type ActivitySource,
} from './activity/ActivitySourceBlueprint';
export { mergeActivity } from './activity/mergeActivity';

export { FilterBar, type FilterBarProps, type FacetChip } from './filter/FilterBar';
export { MultiSelect, type MultiSelectProps } from './filter/MultiSelect';
export { SearchBox, type SearchBoxProps, type SearchBoxHandle } from './filter/SearchBox';
export type { SelectOption } from './filter/selectOptions';

export { LiveTable } from './table/LiveTable';
export { TableFrame, type TableFrameProps } from './table/TableFrame';
export { ColumnMenu, type ColumnMenuProps } from './table/ColumnMenu';
export { useColumnLayout } from './table/useColumnLayout';
export type { LiveTableColumn, LiveTableProps, RowRange } from './table/LiveTableProps';
export { DEFAULT_LAYOUT, type ColumnLayout, type Density } from './table/columnLayout';

export { LogView } from './logs/LogView';
export { LogBuffer, type LogSnapshot, type LogBufferOptions } from './logs/LogBuffer';
export { parseLineLink } from './logs/lineLink';
export { useLogBuffer } from './logs/useLogBuffer';
export { detectLevel, type LogLevel } from './logs/detectLevel';
export type { LogViewLine, LogViewProps } from './logs/LogViewProps';
export { CommandPalette } from './palette/CommandPalette';
export { openCommandPalette } from './palette/openCommandPalette';
export { useCommandKey } from './palette/useCommandKey';
export type { CommandPaletteProps, PaletteGroup, PaletteItem } from './palette/CommandPaletteProps';
export {
  pageEntry,
  PaletteSourceBlueprint,
  type PaletteEntry,
  type PaletteFinds,
  type PaletteSource,
} from './palette/PaletteSourceBlueprint';

export { YamlView, type YamlViewProps } from './yaml/YamlView';

export { SourceBoundary, type SourceBoundaryProps } from './data/SourceBoundary';
export { QueryWrapper } from './data/QueryWrapper';
export { clientApi } from './data/clientApi';
export { pluginQueries } from './data/pluginQueries';
export { useUrlState, type UrlParams, type UrlStateUpdate } from './data/useUrlState';
export {
  choiceParam,
  flagParam,
  listParam,
  numberParam,
  textParam,
  type UrlParam,
} from './data/urlParam';
export { downloadText } from './data/downloadText';

export {
  Terminal,
  type TerminalProps,
  type TerminalScreen,
  type TerminalSize,
} from './terminal/Terminal';
export { ActionButton, type ActionButtonProps } from './operations/ActionButton';
export { ActionMenu, type ActionItem, type ActionMenuProps } from './operations/ActionMenu';
export { ApprovalInbox, type ApprovalInboxProps } from './operations/ApprovalInbox';
export { BulkDialog, type BulkDialogProps } from './operations/BulkDialog';
export { ChangeList } from './operations/ChangeList';
export { formatPlace } from './operations/formatChange';
export { DiffView, type DiffViewProps } from './operations/DiffView';
export { accessInWords, planInWords, wordsOf } from './operations/inWords';
export type { Say } from './operations/inWords';
export { useOperationSay } from './operations/useOperationSay';
export { OperationDialog, type OperationDialogProps } from './operations/OperationDialog';
export {
  operationFailure,
  type FieldConflict,
  type OperationFailure,
} from './operations/operationError';
export {
  operationsApiRef,
  pluginWordsApiRef,
  receiptTrayApiRef,
  templateWordsApiRef,
} from './operations/operationsApiRefs';
export type { TemplateSay, TemplateWords } from './operations/operationsApiRefs';
export { NotAllowed, PlanView } from './operations/PlanView';
export { QuotaList } from './operations/QuotaList';
export { ReceiptActions, type ReceiptActionsProps } from './operations/ReceiptActions';
export { ReceiptList, type ReceiptListProps } from './operations/ReceiptList';
export { ReceiptToasts, type ReceiptToastsProps } from './operations/ReceiptToasts';
export { ReceiptTray } from './operations/ReceiptTray';
export { ReceiptView } from './operations/ReceiptView';
export { useOperation, type OperationState } from './operations/useOperation';
export { useReturnFocus } from './operations/useReturnFocus';

export type { ManifestFinding, ManifestLint } from './yaml/ManifestLint';
export { YamlForm, type LineNote, type YamlFormProps } from './yaml/YamlForm';
export type { JsonSchema, SchemaDocument } from './yaml/SchemaDocument';
export { validateYaml, type SchemaLookup, type YamlProblem } from './yaml/validateYaml';

export { TopologyView, type TopologyViewProps } from './topology/TopologyView';
export { LinkSample } from './topology/LinkSample';
export type {
  TopologyGraph,
  TopologyGroup,
  TopologyItem,
  TopologyLine,
  TopologyLink,
} from './topology/TopologyModel';

export { PhaseChip, type PhaseChipProps } from './dag/PhaseChip';
export { PhaseIcon } from './dag/PhaseIcon';
export { TaskGantt, type TaskGanttProps } from './dag/TaskGantt';
export { TaskGraph, type TaskGraphProps } from './dag/TaskGraph';
export type { GraphEdge, GraphTask, TaskGraphData, TaskPhase } from './dag/TaskGraphModel';
export { useTaskDuration } from './dag/useTaskDuration';
