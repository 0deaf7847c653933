import type { HostConduit } from '../host-conduit.ts';
import type { CommandContext } from './command.ts';
import { SdkPort } from './port.ts';

/** The Amazon Connect SDK's channel (`@amazon-connect/site-streams`), beside the conduit of Streams. */
export const openSdkChannel = (host: HostConduit, context: CommandContext): SdkPort => {
  const { port1, port2 } = new MessageChannel();
  const port: SdkPort = new SdkPort(port1, context, {
    onOther: ({ type }) => type === 'cross-domain-site-ready' && port.acknowledge(crypto.randomUUID()),
  });
  host.sendPort(port2);
  return port;
};
