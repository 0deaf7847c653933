import type { MachineDetection } from '../../contacts/contact.ts';
import { startOutbound } from '../../contacts/start-outbound.ts';
import { isRecord } from '../../flow/language.ts';
import { callerIdOf, findQueue } from '../../instance.ts';
import { destinationAllowed, underCampaignLimit, underConcurrencyLimit } from '../../telephony/destinations.ts';
import { E164 } from '../../telephony/e164.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../../tuning.ts';
import { attributesIn } from '../attributes.ts';
import { remember, remembered } from '../client-token.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import {
  checkInstance,
  flowIn,
  type Input,
  optionalChoice,
  optionalInteger,
  optionalText,
  requiredText,
} from '../input.ts';
import type { ServiceOperation } from '../operation.ts';
import { referencesIn } from '../references.ts';

const detectionIn = ({ AnswerMachineDetectionConfig: config }: Input): MachineDetection | undefined =>
  isRecord(config) && config.EnableAnswerMachineDetection === true
    ? { awaitPrompt: config.AwaitAnswerMachinePrompt === true }
    : undefined;

/**
 * Checked in this order: form of the members, instance, flow, queue or caller id, attributes, then the token, then what
 * depends on the moment (destination, concurrency). A repeated token therefore answers even when no call could start now.
 */
export const startOutboundVoiceContact: ServiceOperation = {
  partial: 'OutboundStrategy is refused, as to everybody but outbound campaigns',
  // The Service Authorization Reference lists no resource type, AWS's samples grant `…/contact/*`; a new contact has no id yet.
  resources: ({ instance }) => [`${instance.arn}/contact/*`],
  run: (engine, input) => {
    const phone = requiredText(input, 'DestinationPhoneNumber', 1, 50);
    if (!E164.test(phone)) throw invalidParameter('DestinationPhoneNumber is not in E.164 format');
    requiredText(input, 'ContactFlowId', 1, 500);
    const name = optionalText(input, 'Name', 0, 1_024);
    const description = optionalText(input, 'Description', 0, 4_096);
    const references = referencesIn(input);
    const relatedContactId = optionalText(input, 'RelatedContactId', 1, 256);
    const sourcePhone = optionalText(input, 'SourcePhoneNumber', 1, 50);
    const queueId = optionalText(input, 'QueueId', 1, 250);
    const ringTimeoutS = optionalInteger(input, 'RingTimeoutInSeconds', 15, 60) ?? DEFAULT_RING_TIMEOUT_S;
    const trafficType = optionalChoice(input, 'TrafficType', ['GENERAL', 'CAMPAIGN']);
    checkInstance(engine, input);
    const flow = flowIn(engine, input);
    if (flow.type !== 'CONTACT_FLOW') throw invalidRequest('ContactFlowId must be a flow of type CONTACT_FLOW');
    if (queueId === undefined && sourcePhone === undefined) {
      throw invalidRequest('Either SourcePhoneNumber or QueueId must be given');
    }
    const queue = queueId === undefined ? undefined : findQueue(engine.instance, queueId);
    if (queueId !== undefined && queue === undefined) throw notFound('Queue not found');
    const { phoneNumbers } = engine.instance.seed;
    if (sourcePhone !== undefined && !phoneNumbers.some(({ number }) => number === sourcePhone)) {
      throw invalidRequest('SourcePhoneNumber is not claimed by this instance');
    }
    if (relatedContactId !== undefined && !engine.contacts.has(relatedContactId))
      throw notFound('Related contact not found');
    const detection = detectionIn(input);
    if (detection !== undefined && trafficType !== 'CAMPAIGN') {
      throw invalidRequest('Answering machine detection needs TrafficType CAMPAIGN');
    }
    const campaignId = optionalText(input, 'CampaignId', 1, 100);
    const attributes = attributesIn(input);
    const known = remembered(engine, 'call', input);
    if (known !== undefined) return { ContactId: known };
    if (trafficType === 'CAMPAIGN' && !underCampaignLimit(engine)) {
      const { concurrentCampaignCalls } = engine.quotas.settings();
      throw new ServiceError('LimitExceededException', `Concurrent campaign active calls: ${concurrentCampaignCalls}`);
    }
    if (input.OutboundStrategy !== undefined) {
      throw new ServiceError('AccessDeniedException', 'Only outbound campaigns may use OutboundStrategy');
    }
    if (!destinationAllowed(engine, phone)) {
      throw new ServiceError(
        'DestinationNotAllowedException',
        'Outbound calls to the destination number are not allowed',
      );
    }
    if (!underConcurrencyLimit(engine)) {
      throw new ServiceError('LimitExceededException', 'The allowed number of concurrent active calls is reached');
    }
    const systemPhone = sourcePhone ?? callerIdOf(engine.instance, queue);
    const contact = startOutbound(engine, {
      customerPhone: phone,
      ...(systemPhone !== undefined && { systemPhone }),
      attributes,
      references,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(relatedContactId !== undefined && { relatedContactId }),
      flow,
      ringTimeoutMs: ringTimeoutS * 1_000,
      ...(trafficType === 'CAMPAIGN' && { campaign: campaignId === undefined ? {} : { campaignId } }),
      ...(detection !== undefined && { detection }),
    });
    remember(engine, 'call', input, contact);
    return { ContactId: contact.id };
  },
};
