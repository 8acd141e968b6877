/** What a multibranch project builds. */
export interface MultibranchProject {
  readonly description: string;
  readonly repository: string;
  readonly credentials?: string;
  readonly scriptPath: string;
  /** Tells the source apart from others of the project; Jenkins wants one that stays. */
  readonly sourceId: string;
}

const PROJECT = 'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * The `config.xml` of a multibranch project over git, as `GET /job/NAME/config.xml` of a controller with workflow-multibranch and git gives it: branches are found,
 * those that are gone are pruned, and looked for every four hours where no push tells of them.
 */
export function multibranchConfig(project: MultibranchProject): string {
  const { description, repository, credentials, scriptPath, sourceId } = project;
  const owner = `<owner class="${PROJECT}" reference="../.."/>`;
  return `<?xml version='1.1' encoding='UTF-8'?>
<${PROJECT}>
  <description>${escaped(description)}</description>
  <sources class="jenkins.branch.MultiBranchProject$BranchSourceList">
    <data>
      <jenkins.branch.BranchSource>
        <source class="jenkins.plugins.git.GitSCMSource">
          <id>${escaped(sourceId)}</id>
          <remote>${escaped(repository)}</remote>
          <credentialsId>${escaped(credentials ?? '')}</credentialsId>
          <traits>
            <jenkins.plugins.git.traits.BranchDiscoveryTrait/>
          </traits>
        </source>
        <strategy class="jenkins.branch.DefaultBranchPropertyStrategy">
          <properties class="empty-list"/>
        </strategy>
      </jenkins.branch.BranchSource>
    </data>
    ${owner}
  </sources>
  <orphanedItemStrategy class="com.cloudbees.hudson.plugins.folder.computed.DefaultOrphanedItemStrategy">
    <pruneDeadBranches>true</pruneDeadBranches>
    <daysToKeep>-1</daysToKeep>
    <numToKeep>-1</numToKeep>
  </orphanedItemStrategy>
  <triggers>
    <com.cloudbees.hudson.plugins.folder.computed.PeriodicFolderTrigger>
      <spec>H H/4 * * *</spec>
      <interval>14400000</interval>
    </com.cloudbees.hudson.plugins.folder.computed.PeriodicFolderTrigger>
  </triggers>
  <factory class="org.jenkinsci.plugins.workflow.multibranch.WorkflowBranchProjectFactory">
    ${owner}
    <scriptPath>${escaped(scriptPath)}</scriptPath>
  </factory>
</${PROJECT}>
`;
}

/** What XML has no place for is left out: control characters but tabs and line ends, and the two that are no characters. */
function escaped(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/g, each => ENTITIES[each] ?? each);
}
