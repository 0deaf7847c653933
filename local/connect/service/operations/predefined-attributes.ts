/** Limits and patterns: Administrator Guide, "Create predefined attributes for routing contacts to agents". */
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import type { PredefinedAttribute } from '../../predefined-attributes.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, pageOf, requiredText } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';

const MAX_VALUES = 500;
const MAX_LENGTH = 100;
/** Quota "Predefined attributes per instance". */
const MAX_ATTRIBUTES = 150;
const PATTERN = /^(?!(aws:|connect:))[\p{L}\p{Z}\p{N}_.:/=+\-@']+$/u;

const wellFormed = (text: string, what: string): string => {
  if (text.length > MAX_LENGTH || !PATTERN.test(text)) throw invalidParameter(`${what} is not valid`);
  return text;
};

const valuesIn = (input: Input): readonly string[] | undefined => {
  if (!isRecord(input.Values)) return undefined;
  const { StringList } = input.Values;
  if (!Array.isArray(StringList) || StringList.length < 1 || StringList.length > MAX_VALUES) {
    throw invalidParameter(`StringList must have 1 to ${MAX_VALUES} values`);
  }
  const values = StringList.map(String);
  if (new Set(values.map((value) => value.toLowerCase())).size < values.length) {
    throw invalidParameter('Values must not be given twice');
  }
  return values;
};

const restIn = (input: Input): Partial<Pick<PredefinedAttribute, 'purposes' | 'validated'>> => {
  const { EnableValueValidationOnAssociation: validated } = isRecord(input.AttributeConfiguration)
    ? input.AttributeConfiguration
    : {};
  return {
    ...(Array.isArray(input.Purposes) && { purposes: input.Purposes.map(String) }),
    ...(typeof validated === 'boolean' && { validated }),
  };
};

const attributeIn = (engine: Engine, input: Input): PredefinedAttribute => {
  const attribute = engine.instance.predefinedAttributes.get(requiredText(input, 'Name', 1, MAX_LENGTH));
  if (attribute === undefined) throw notFound('Predefined attribute not found');
  return attribute;
};

const shown = (engine: Engine, { name, values, purposes, validated, system, modifiedAt }: PredefinedAttribute) => ({
  Name: name,
  Values: { StringList: values },
  Purposes: purposes,
  AttributeConfiguration: { EnableValueValidationOnAssociation: validated, IsReadOnly: system },
  LastModifiedTime: new Date(modifiedAt),
  LastModifiedRegion: engine.instance.region,
});

const createPredefinedAttribute: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    const name = wellFormed(requiredText(input, 'Name', 1, MAX_LENGTH), 'Name');
    const values = (valuesIn(input) ?? []).map((value) => wellFormed(value, 'Value'));
    checkInstance(engine, input);
    const { predefinedAttributes } = engine.instance;
    if ([...predefinedAttributes.keys()].some((known) => known.toLowerCase() === name.toLowerCase())) {
      throw new ServiceError('DuplicateResourceException', `A predefined attribute with the name ${name} exists`);
    }
    if (predefinedAttributes.size >= MAX_ATTRIBUTES) {
      throw new ServiceError('LimitExceededException', 'Predefined attributes per instance');
    }
    predefinedAttributes.set(name, {
      name,
      values,
      purposes: [],
      validated: false,
      system: false,
      modifiedAt: engine.scheduler.now(),
      ...restIn(input),
    });
    engine.changes.instance();
    return {};
  },
};

const describePredefinedAttribute: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { PredefinedAttribute: shown(engine, attributeIn(engine, input)) };
  },
};

const listPredefinedAttributes: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, [...engine.instance.predefinedAttributes.values()]);
    return {
      PredefinedAttributeSummaryList: items.map(({ name, modifiedAt }) => ({
        Name: name,
        LastModifiedTime: new Date(modifiedAt),
        LastModifiedRegion: engine.instance.region,
      })),
      NextToken,
    };
  },
};

/** "You cannot change or delete the `connect:` name and values", but give `connect:Language` values of one's own. */
const updatePredefinedAttribute: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const attribute = attributeIn(engine, input);
    const given = valuesIn(input) ?? attribute.values;
    const own = attribute.system ? attribute.values.filter((value) => value.startsWith('connect:')) : [];
    if (attribute.name === 'connect:Subtype' || own.some((value) => !given.includes(value))) {
      throw invalidRequest('The values of a system attribute cannot be changed');
    }
    const values = given.map((value) => (own.includes(value) ? value : wellFormed(value, 'Value')));
    Object.assign(attribute, { values, modifiedAt: engine.scheduler.now(), ...restIn(input) });
    engine.changes.instance();
    return {};
  },
};

const deletePredefinedAttribute: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { name, system } = attributeIn(engine, input);
    if (system) throw invalidRequest('A system attribute cannot be deleted');
    const used = engine.instance.users.some(({ proficiencies }) =>
      proficiencies.some(({ attribute }) => attribute === name),
    );
    if (used) throw new ServiceError('ResourceInUseException', 'The attribute is associated with a user');
    engine.instance.predefinedAttributes.delete(name);
    engine.changes.instance();
    return {};
  },
};

const searchPredefinedAttributes = searchOperation<PredefinedAttribute>({
  member: 'PredefinedAttributes',
  of: ({ instance }) => [...instance.predefinedAttributes.values()],
  show: shown,
  fields: { name: ({ name }) => name },
});

export const PREDEFINED_ATTRIBUTE_OPERATIONS = {
  CreatePredefinedAttribute: createPredefinedAttribute,
  DescribePredefinedAttribute: describePredefinedAttribute,
  ListPredefinedAttributes: listPredefinedAttributes,
  UpdatePredefinedAttribute: updatePredefinedAttribute,
  DeletePredefinedAttribute: deletePredefinedAttribute,
  SearchPredefinedAttributes: searchPredefinedAttributes,
};
