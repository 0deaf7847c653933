/** What the Search operations have in common: nested criteria, string conditions, tag filters, pages. */
import type { Engine } from '../engine.ts';
import { isRecord } from '../flow/language.ts';
import { invalidRequest } from './errors.ts';
import { checkInstance, type Input, pageOf } from './input.ts';
import { instanceResource, type ServiceOperation } from './operation.ts';

/** API reference, the Search operations: "MaxResults: Minimum value of 1. Maximum value of 500". */
const MAX_RESULTS = 500;

/** A field may have several values: one that holds is enough. */
type Field<Item> = (item: Item, engine: Engine) => string | number | readonly string[] | undefined;

export interface Searchable<Item> {
  /** The answer's list. */
  readonly member: string;
  of(engine: Engine): readonly Item[];
  show(engine: Engine, item: Item): object;
  /** What `StringCondition.FieldName` may name. */
  readonly fields: Readonly<Record<string, Field<Item>>>;
  /** Further conditions of the criteria, such as `TypeCondition`. */
  readonly conditions?: Readonly<Record<string, (wanted: unknown, item: Item) => boolean>>;
  readonly tags?: (item: Item) => Readonly<Record<string, string>>;
  readonly partial?: string;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** `ComparisonType`: STARTS_WITH, CONTAINS, EXACT; upper and lower case do not matter. */
const holds = <Item>(searchable: Searchable<Item>, condition: Record<string, unknown>, item: Item, engine: Engine) => {
  const { FieldName, Value, ComparisonType } = condition;
  const known = Object.keys(searchable.fields);
  const name = known.find((candidate) => candidate.toLowerCase() === String(FieldName).toLowerCase());
  const field = name === undefined ? undefined : searchable.fields[name];
  if (field === undefined) throw invalidRequest(`FieldName must be one of ${known.join(', ')}`);
  const wanted = String(Value ?? '').toLowerCase();
  return [field(item, engine) ?? ''].flat().some((candidate) => {
    const value = String(candidate).toLowerCase();
    if (ComparisonType === 'STARTS_WITH') return value.startsWith(wanted);
    return ComparisonType === 'CONTAINS' ? value.includes(wanted) : value === wanted;
  });
};

/** `StringCondition`, `AndConditions`, `OrConditions` and what the resource has of its own; all that is given must hold. */
const matches = <Item>(searchable: Searchable<Item>, criteria: unknown, item: Item, engine: Engine): boolean => {
  if (!isRecord(criteria)) return true;
  const { StringCondition, AndConditions, OrConditions, ...others } = criteria;
  const nested = (conditions: unknown) => list(conditions).map((part) => matches(searchable, part, item, engine));
  return (
    nested(AndConditions).every(Boolean) &&
    (OrConditions === undefined || nested(OrConditions).some(Boolean)) &&
    (!isRecord(StringCondition) || holds(searchable, StringCondition, item, engine)) &&
    Object.entries(others).every(([name, wanted]) => searchable.conditions?.[name]?.(wanted, item) ?? true)
  );
};

const tagged = (condition: unknown, tags: Readonly<Record<string, string>>): boolean => {
  const { TagKey, TagValue } = isRecord(condition) ? condition : {};
  const value = Object.entries(tags).find(([key]) => key === TagKey)?.[1];
  return value !== undefined && (TagValue === undefined || TagValue === value);
};

/**
 * `ControlPlaneTagFilter` and `ControlPlaneAttributeFilter`, which say the same: OR of ANDs, or one AND, or one tag. The first
 * has lists of tags, the second structures with `TagConditions`.
 */
export const passesTags = (filter: unknown, tags: Readonly<Record<string, string>>): boolean => {
  if (!isRecord(filter)) return true;
  const every = (and: unknown): boolean =>
    list(isRecord(and) ? and.TagConditions : and).every((condition) => tagged(condition, tags));
  const { OrConditions, AndConditions, AndCondition, TagCondition } = filter;
  return (
    (OrConditions === undefined || list(OrConditions).some(every)) &&
    every(AndConditions) &&
    every(AndCondition) &&
    (TagCondition === undefined || tagged(TagCondition, tags))
  );
};

/** Whether the tags pass the filter that a `SearchFilter` holds under whatever name the resource gives it. */
const passesFilter = (searchFilter: unknown, tags: Readonly<Record<string, string>>): boolean =>
  !isRecord(searchFilter) || Object.values(searchFilter).every((filter) => passesTags(filter, tags));

export const searchOperation = <Item>(searchable: Searchable<Item>): ServiceOperation => ({
  ...(searchable.partial !== undefined && { partial: searchable.partial }),
  resources: instanceResource,
  run: (engine: Engine, input: Input) => {
    checkInstance(engine, input);
    const { SearchCriteria, SearchFilter } = input;
    const found = searchable
      .of(engine)
      .filter(
        (item) =>
          matches(searchable, SearchCriteria, item, engine) &&
          passesFilter(SearchFilter, searchable.tags?.(item) ?? {}),
      );
    const { items, NextToken } = pageOf(input, found, MAX_RESULTS);
    return {
      [searchable.member]: items.map((item) => searchable.show(engine, item)),
      ApproximateTotalCount: found.length,
      NextToken,
    };
  },
});
