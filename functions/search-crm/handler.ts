import { configuredSources } from '#adapters/configured-sources.ts';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { connectCallsAtHand } from '#adapters/connect-calls-at-hand.ts';
import { dynamodbAdmissions } from '#adapters/dynamodb-admissions.ts';
import { dynamodbAllowances } from '#adapters/dynamodb-allowances.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbUnknownNumbers } from '#adapters/dynamodb-unknown-numbers.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { within } from '#adapters/within.ts';
import { sightOf } from '#core/as-seen-by.ts';
import { crmScope, opportunityQuery } from '#core/contracts/agent-queries.ts';
import type { CrmMatch } from '#core/contracts/opportunity-context.ts';
import { CRM_SEARCH_PATIENCE } from '#core/policy.ts';
import { renewAdmissions } from '#core/renew-admissions.ts';
import { searchCrm } from '#core/use-cases/search-crm.ts';
import { searchCrmForCall } from '#core/use-cases/search-crm-for-call.ts';
import { takeAllowance } from '#core/use-cases/take-allowance.ts';
import { validated } from '#core/validation.ts';
import { crmFinding } from '#crm/finding.ts';
import { agentView } from '#middleware/agent-view.ts';
import { configuredCrm } from '#middleware/configured-crm.ts';
import { configuredSource } from '#middleware/configured-source.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';

const table = openTable();
await primeTable(table);
const connect = openConnectClient();
const sources = configuredSources();
const atHand = { callsAtHand: connectCallsAtHand(connect), clock: systemClock };
const admissions = renewAdmissions(dynamodbAdmissions(table), { ...atHand, log: jsonLog });
const agents = agentView(table, {}, admissions);
const ports = {
  ...{ sources: [...sources.values()], finderOf: crmFinding(configuredCrm(table, sources, CRM_SEARCH_PATIENCE)) },
  ...{ unknownNumbers: dynamodbUnknownNumbers(table), within, log: jsonLog },
  ...{ ...atHand, connect: connectContacts(connect), admissions },
  allowances: dynamodbAllowances(table),
};

/** `GET /crm/opportunities` and `GET /calls/by-connect-contact/{connectContactId}/crm-opportunities` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const agent = agents.of(event, access);
  const { connectContactId } = event.pathParameters ?? {};
  const { isListed } = sightOf(agent, admissions);
  const isShown = (match: CrmMatch) => agent.seesAll || match.owner === agent.username || isListed(match);
  const search = async () => {
    const asked = event.queryStringParameters ?? {};
    const query = validated(opportunityQuery, asked);
    const { sourceId } = validated(crmScope, asked);
    const scope = sourceId === undefined ? {} : { sources: [configuredSource(sources, sourceId)] };
    await takeAllowance(ports, 'searches', agent.username);
    return searchCrm({ ...ports, ...scope }, query, isShown);
  };
  const answer =
    connectContactId === undefined ? await search() : await searchCrmForCall(ports, agent, connectContactId);
  access.shows(answer.matches);
  return json(200, answer);
});
