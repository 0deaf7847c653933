/** Claimed numbers, and the flows that answer them. */
import type { Engine } from '../../engine.ts';
import { idOf, phoneNumberArn } from '../../instance.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { checkInstance, flowIn, type Input, optionalText, pageOf, requiredText } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';

export const listPhoneNumbersV2: ServiceOperation = {
  partial: 'without filters by country, type or prefix',
  resources: instanceResource,
  run: (engine, input) => {
    const { instance } = engine;
    const target = optionalText(input, 'InstanceId', 1, 250) ?? optionalText(input, 'TargetArn', 1, 500);
    if (target !== undefined && target !== instance.id && target !== instance.arn) throw notFound('Instance not found');
    const { items, NextToken } = pageOf(input, instance.seed.phoneNumbers);
    return {
      ListPhoneNumbersSummaryList: items.map(({ id, number, description }) => ({
        PhoneNumberId: id,
        PhoneNumberArn: phoneNumberArn(instance, id),
        PhoneNumber: number,
        PhoneNumberType: 'DID',
        TargetArn: instance.arn,
        InstanceId: instance.id,
        PhoneNumberDescription: description,
      })),
      NextToken,
    };
  },
};

const numberResource = ({ instance }: Engine, input: Input): readonly string[] => [
  phoneNumberArn(instance, idOf(String(input.PhoneNumberId ?? '*'))),
];
const numberIn = ({ instance }: Engine, input: Input): string => {
  const id = idOf(requiredText(input, 'PhoneNumberId', 1, 500));
  const known = instance.seed.phoneNumbers.find((candidate) => candidate.id === id || candidate.number === id);
  if (known === undefined) throw notFound('Phone number not found');
  return known.number;
};

export const associatePhoneNumberContactFlow: ServiceOperation = {
  resources: numberResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const number = numberIn(engine, input);
    const flow = flowIn(engine, input);
    if (flow.type !== 'CONTACT_FLOW') throw invalidRequest('The flow must be of type CONTACT_FLOW');
    engine.instance.numberFlows.set(number, flow.id);
    engine.changes.instance();
    return {};
  },
};

export const disassociatePhoneNumberContactFlow: ServiceOperation = {
  resources: numberResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    engine.instance.numberFlows.delete(numberIn(engine, input));
    engine.changes.instance();
    return {};
  },
};
