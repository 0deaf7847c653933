/** A customer calls in. */
import * as v from 'valibot';
import { receiveInbound } from '../../contacts/receive-inbound.ts';
import { findFlow } from '../../instance.ts';
import { underConcurrencyLimit } from '../../telephony/destinations.ts';
import { control, Refusal } from '../control.ts';
import { e164 } from './e164.ts';

const inboundCall = v.object({ from: e164, to: e164 });

export const INBOUND_CONTROLS = [
  control({
    method: 'POST',
    path: 'inbound',
    takes: '`{from, to}`',
    answers: '`{contactId}`',
    run: async ({ engine }, { body }) => {
      const { from, to } = await body(inboundCall);
      const flowId = engine.instance.numberFlows.get(to);
      const flow = flowId === undefined ? undefined : findFlow(engine.instance, flowId);
      if (flow === undefined) throw new Refusal(404, `no flow answers ${to}`);
      if (engine.phones.phone(from).line !== undefined) throw new Refusal(409, `${from} is in a call`);
      if (!underConcurrencyLimit(engine)) throw new Refusal(429, 'the allowed number of concurrent calls is reached');
      return { contactId: receiveInbound(engine, { from, to, flow }).id };
    },
  }),
];
