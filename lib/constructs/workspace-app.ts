import { CfnApplication } from 'aws-cdk-lib/aws-appintegrations';
import { CfnIntegrationAssociation } from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';

/**
 * Everything: of what calls need, the SDK's own pages list `*` for participants, hold and conference ("Permissions
 * required: *", docs.aws.amazon.com/agentworkspace/latest/devguide).
 */
const PERMISSIONS = ['*'];
/**
 * The first four are every app's. Without `allow-downloads` no document can be saved; without the escape a page that is
 * opened from the desktop, such as the CRM, would be held in the sandbox.
 * @see docs.aws.amazon.com/connect/latest/adminguide/3p-apps-iframe-permissions.html
 */
const SANDBOX = [
  'allow-forms',
  'allow-popups',
  'allow-same-origin',
  'allow-scripts',
  'allow-downloads',
  'allow-popups-to-escape-sandbox',
];
/** Links to documents are copied. No microphone: the sound is the workspace's own. */
const ALLOW = ['clipboard-write'];

export interface WorkspaceAppProps {
  /** Of the deployment: the app's name for agents, and its namespace for security profiles. */
  readonly name: string;
  readonly instanceArn: string;
  readonly desktopOrigin: string;
}

/** The desktop as a third-party app of the agent workspace. Who may open it is said in the agents' security profiles. */
export class WorkspaceApp extends Construct {
  constructor(scope: Construct, id: string, { name, instanceArn, desktopOrigin }: WorkspaceAppProps) {
    super(scope, id);
    const application = new CfnApplication(this, 'Application', {
      name,
      namespace: name,
      description: 'The people and documents of the opportunity beside the call',
      applicationSourceConfig: { externalUrlConfig: { accessUrl: `${desktopOrigin}/?host=workspace` } },
      // One for all calls of an agent: the desktop shows each of them, and keeps notes over their ends.
      applicationConfig: { contactHandling: { scope: 'CROSS_CONTACTS' } },
      iframeConfig: { allow: ALLOW, sandbox: SANDBOX },
      permissions: PERMISSIONS,
    });
    new CfnIntegrationAssociation(this, 'Association', {
      // Named so, but it takes the ARN.
      instanceId: instanceArn,
      integrationType: 'APPLICATION',
      integrationArn: application.attrApplicationArn,
    });
  }
}
