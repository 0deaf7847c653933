/** What flows have logged. */
import { control } from '../control.ts';

export const FLOW_LOG_CONTROLS = [
  control({
    method: 'GET',
    path: 'flow-logs',
    takes: '`?contactId=`',
    answers: '`{logGroup, entries:[…]}`, the newest 10,000, oldest first, in the service’s form',
    run: ({ engine }, { query }) => {
      const contactId = query.get('contactId');
      return {
        logGroup: `/aws/connect/${engine.instance.alias}`,
        entries: engine.flowLogs.filter((entry) => contactId === null || entry.ContactId === contactId),
      };
    },
  }),
];
