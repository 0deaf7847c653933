import type { HostConduit } from './host-conduit.ts';
import { askMaster, broadcast, callCti, refresh, signOut } from './server.ts';

export interface HostConfiguration {
  readonly softphone?: { readonly disableRingtone?: boolean };
}

interface Request {
  readonly requestId: string;
  readonly method: string;
  readonly params?: object;
}
const isRequest = (data: unknown): data is Request =>
  typeof data === 'object' && data !== null && 'requestId' in data && 'method' in data;

/** Answers what the host asks over the conduit. Events that need no answer (`log`, `tab_id`, `iframe_style` …) are ignored. */
export const answerHost = (
  host: HostConduit,
  page: { readonly id: string; readonly onConfigure: (configuration: HostConfiguration) => void },
): void => {
  const callApi = async ({ requestId, method, params }: Request) => {
    const answer = await callCti(method, params);
    // Streams' own client parses the error from JSON.
    const err = answer.ok ? null : JSON.stringify({ ...answer.error, retryStatus: 'none', stack: [] });
    host.send('api_response', { event: 'api_response', requestId, data: answer.ok ? answer.data : null, err });
  };

  const callMaster = async ({ requestId, method, params }: Request) => {
    const topic = { topic: '', ...params };
    const answer = await askMaster({ pageId: page.id, requestId, method, params: topic });
    const data = answer.ok ? answer.data : null;
    const err = answer.ok ? null : answer.error.message;
    host.send('master_response', { event: 'master_response', requestId, data, err });
  };

  host.onMessage((event, data) => {
    switch (event) {
      case 'synchronize':
        return host.send('acknowledge');
      case 'configure':
        return page.onConfigure((data ?? {}) as HostConfiguration);
      case 'api_request':
        return isRequest(data) && callApi(data);
      case 'master_request':
        return isRequest(data) && callMaster(data);
      case 'broadcast': {
        const { event: name, data: payload } = (data ?? {}) as { event?: string; data?: unknown };
        return name !== undefined && isForEveryPage(name) && broadcast(name, payload);
      }
      case 'media_device_request':
        return sendDevices(host);
      case 'reload_agent_configuration':
        return refresh();
      case 'webSocket::subscribe':
        // The socket carries chat, which the local Connect has not.
        return host.send('webSocket::subscription_failure', data);
      case 'terminate':
        return signOut();
      default:
        return undefined;
    }
  });
};

/** Logs and metrics would go to AWS, not to the other pages. */
const isForEveryPage = (event: string) => !['log', 'server_bound_internal_log', 'client_metric'].includes(event);

const sendDevices = async (host: HostConduit) => {
  try {
    const devices = await navigator.mediaDevices.enumerateDevices();
    host.send(
      'media_device_response',
      devices.map((device) => device.toJSON()),
    );
  } catch (error) {
    host.send('media_device_response', { error: String(error) });
  }
};
