/** Claimed numbers, and the flows that answer them. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Engine } from '../../engine.ts';
import { idOf, phoneNumberArn, type SeedNumber } from '../../instance.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { checkInstance, flowIn, type Input, optionalText, pageOf, requiredText } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';

/** Every number of a seed is a direct inward dialling one. */
const TYPE = 'DID';
const countryOf = (number: string): string | undefined => parsePhoneNumberFromString(number)?.country;

const shown = ({ instance }: Engine, { id, number, description }: SeedNumber) => ({
  PhoneNumberId: id,
  PhoneNumberArn: phoneNumberArn(instance, id),
  PhoneNumber: number,
  PhoneNumberCountryCode: countryOf(number),
  PhoneNumberType: TYPE,
  PhoneNumberDescription: description,
  TargetArn: instance.arn,
  InstanceId: instance.id,
  PhoneNumberStatus: { Status: 'CLAIMED' },
  Tags: {},
});

/** By country, type and the beginning of the number, each when given. */
const wanted = ({ instance }: Engine, input: Input): readonly SeedNumber[] => {
  const among = (member: string, value: string | undefined) => {
    const given = input[member];
    return !Array.isArray(given) || given.length === 0 || given.includes(value);
  };
  const prefix = optionalText(input, 'PhoneNumberPrefix', 1, 16) ?? '';
  return instance.seed.phoneNumbers.filter(
    ({ number }) =>
      among('PhoneNumberCountryCodes', countryOf(number)) &&
      among('PhoneNumberTypes', TYPE) &&
      number.startsWith(prefix),
  );
};

export const listPhoneNumbersV2: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    const { instance } = engine;
    const target = optionalText(input, 'InstanceId', 1, 250) ?? optionalText(input, 'TargetArn', 1, 500);
    if (target !== undefined && target !== instance.id && target !== instance.arn) throw notFound('Instance not found');
    const { items, NextToken } = pageOf(input, wanted(engine, input));
    return { ListPhoneNumbersSummaryList: items.map((number) => shown(engine, number)), NextToken };
  },
};

export const listPhoneNumbers: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, wanted(engine, input));
    return {
      PhoneNumberSummaryList: items.map(({ id, number }) => ({
        Id: id,
        Arn: phoneNumberArn(engine.instance, id),
        PhoneNumber: number,
        PhoneNumberType: TYPE,
        PhoneNumberCountryCode: countryOf(number),
      })),
      NextToken,
    };
  },
};

const numberResource = ({ instance }: Engine, input: Input): readonly string[] => [
  phoneNumberArn(instance, idOf(String(input.PhoneNumberId ?? '*'))),
];
const numberIn = ({ instance }: Engine, input: Input): SeedNumber => {
  const id = idOf(requiredText(input, 'PhoneNumberId', 1, 500));
  const known = instance.seed.phoneNumbers.find((candidate) => candidate.id === id || candidate.number === id);
  if (known === undefined) throw notFound('Phone number not found');
  return known;
};

export const associatePhoneNumberContactFlow: ServiceOperation = {
  resources: numberResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { number } = numberIn(engine, input);
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
    engine.instance.numberFlows.delete(numberIn(engine, input).number);
    engine.changes.instance();
    return {};
  },
};

export const describePhoneNumber: ServiceOperation = {
  resources: numberResource,
  run: (engine, input) => ({ ClaimedPhoneNumberSummary: shown(engine, numberIn(engine, input)) }),
};
