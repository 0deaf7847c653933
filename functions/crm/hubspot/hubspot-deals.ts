import type { OpportunityInput } from '#core/contracts/call-request.ts';
import type { HubspotSource } from '#core/contracts/configuration.ts';
import { asJson, type Json, numberOf, optional, textOf } from '../json.ts';
import type { HubspotClient } from './hubspot-client.ts';

/** Default deal properties (HubSpot knowledge base). */
export const DEAL_PROPERTIES = [
  ...['dealname', 'amount', 'deal_currency_code', 'closedate', 'dealstage', 'pipeline', 'hubspot_owner_id'],
  ...['hs_deal_stage_probability', 'dealtype'],
];

/** A stage is an id in the deal; its name stands in the pipeline. Of a stage that is gone the id is shown. */
export async function stageOf(client: HubspotClient, { pipeline, dealstage }: Json) {
  const [pipelineId, stageId] = [textOf(pipeline), textOf(dealstage)];
  if (pipelineId === undefined || stageId === undefined) return { outcome: 'stage', label: stageId } as const;
  const path = `/crm/v3/pipelines/deals/${encodeURIComponent(pipelineId)}/stages/${encodeURIComponent(stageId)}`;
  const answer = await client.request('GET', path);
  if (answer.outcome === 'unavailable') return answer;
  const label = answer.outcome === 'ok' ? textOf(asJson(answer.json).label) : undefined;
  return { outcome: 'stage', label: label ?? stageId } as const;
}

export function opportunityFrom(
  id: string,
  properties: Json,
  { label: stage }: { readonly label: string | undefined },
  username: string | undefined,
  { portalId }: HubspotSource,
): OpportunityInput {
  const probability = numberOf(properties.hs_deal_stage_probability);
  const type = textOf(properties.dealtype);
  return {
    ...{ id, name: textOf(properties.dealname) ?? `Deal ${id}` },
    attributes: { ...(type !== undefined && { dealtype: type }) },
    ...optional('stage', stage),
    ...optional('amount', numberOf(properties.amount)),
    ...optional('currency', textOf(properties.deal_currency_code)),
    // A time; the deal closes on a day.
    ...optional('closeDate', textOf(properties.closedate)?.slice(0, 10)),
    ...optional('probability', probability === undefined ? undefined : Math.round(probability * 100)),
    ...(portalId !== undefined && {
      url: `https://app.hubspot.com/contacts/${portalId}/record/0-3/${encodeURIComponent(id)}`,
    }),
    ...(username !== undefined && { owner: { username } }),
  };
}
