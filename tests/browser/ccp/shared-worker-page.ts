/// <reference types="amazon-connect-streams" />

/**
 * The library's own half of a CCP: its shared worker polls our CTI API through the AWS SDK that it bundles. Internal
 * functions, used the way the real page uses them.
 */
declare global {
  namespace connect {
    interface Core {
      initSharedWorker(options: Record<string, unknown>): void;
      initApiProxyService(): void;
    }
  }
}

const session: { accessToken: string; expiration: number } = await (await fetch('/auth/authorize')).json();
connect.core.initSharedWorker({
  sharedWorkerUrl: '/b/worker.js',
  authToken: session.accessToken,
  refreshToken: session.accessToken,
  authTokenExpiration: new Date(session.expiration),
  region: 'eu-central-1',
  endpoint: `${window.location.origin}/api`,
  agentAppEndpoint: `${window.location.origin}/agent-app/api`,
  taskTemplatesEndpoint: `${window.location.origin}/task-templates/api/ccp`,
  authCookieName: 'lily-auth-local',
  authorizeEndpoint: '/auth/authorize',
});
connect.core.initApiProxyService();
