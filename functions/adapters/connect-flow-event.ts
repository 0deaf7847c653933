/** What Connect sends when a contact flow invokes a function (administrator guide, "Invoke Lambda functions"). */
import type { LookupQuestion } from '../core/contracts/flow-lookup.ts';

export interface FlowEvent {
  readonly Details?: {
    readonly ContactData?: {
      readonly Attributes?: Readonly<Record<string, string>>;
      readonly CustomerEndpoint?: { readonly Address?: string } | null;
    };
    readonly Parameters?: Readonly<Record<string, string>>;
  };
}

/** The block's parameters come before the call's attributes: the flow's author has the last word. */
export function lookupQuestionFrom({ Details: details }: FlowEvent): LookupQuestion {
  const given = { ...details?.ContactData?.Attributes, ...withoutEmpty(details?.Parameters) };
  const phone = given.phone || details?.ContactData?.CustomerEndpoint?.Address;
  const { callId, sourceId, opportunityId, contactId } = given;
  return withoutEmpty({ callId, sourceId, opportunityId, contactId, phone });
}

function withoutEmpty(values: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> {
  const given = Object.entries(values ?? {}).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(given);
}
