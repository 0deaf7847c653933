import { monitorContact as monitor } from '../../contacts/monitor.ts';
import { findUser, resourceArn } from '../../instance.ts';
import { remember, remembered } from '../client-token.ts';
import { invalidParameter, invalidRequest, notFound } from '../errors.ts';
import { checkInstance, contactIn, type Input, requiredText } from '../input.ts';
import { contactResource, type ServiceOperation, userResource } from '../operation.ts';

const CAPABILITIES = ['SILENT_MONITOR', 'BARGE'] as const;

const capabilitiesIn = ({ AllowedMonitorCapabilities: given }: Input) => {
  if (given === undefined) return ['SILENT_MONITOR'] as const;
  const chosen = Array.isArray(given) ? CAPABILITIES.filter((capability) => given.includes(capability)) : [];
  if (!Array.isArray(given) || chosen.length !== given.length)
    throw invalidParameter(`AllowedMonitorCapabilities must be of ${CAPABILITIES.join(', ')}`);
  return chosen;
};

export const monitorContact: ServiceOperation = {
  partial: 'the supervisor needs an empty desk, in any status (assumed)',
  resources: (engine, input) => [...contactResource()(engine, input), ...userResource(engine, input)],
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const user = findUser(engine.instance, requiredText(input, 'UserId', 1, 256));
    const supervisor = engine.agents.get(user?.username ?? '');
    if (supervisor === undefined) throw notFound('User not found');
    const capabilities = capabilitiesIn(input);
    const answer = (id: string) => ({ ContactId: id, ContactArn: resourceArn(engine.instance, 'contact', id) });
    const known = remembered(engine, 'monitor', input);
    if (known !== undefined) return answer(known);
    if (contact.channel !== 'VOICE' || contact.state !== 'connected' || contact.monitoring !== undefined)
      throw invalidRequest('Only calls that an agent is on can be monitored');
    if (supervisor.assignments.length > 0) throw invalidRequest('The user is working on a contact');
    const next = monitor(engine, contact, supervisor, capabilities);
    remember(engine, 'monitor', input, next);
    return answer(next.id);
  },
};
