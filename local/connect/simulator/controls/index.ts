/** Every control, in the order of the table in README.md. */
import type { Control } from '../control.ts';
import { AGENT_CONTROLS } from './agents.ts';
import { APP_CONTROLS } from './apps.ts';
import { CLOCK_CONTROLS } from './clock.ts';
import { CONTACT_CONTROLS } from './contacts.ts';
import { FAULT_CONTROLS } from './faults.ts';
import { FLOW_LOG_CONTROLS } from './flow-logs.ts';
import { INBOUND_CONTROLS } from './inbound.ts';
import { PHONE_CONTROLS } from './phones.ts';
import { QUOTA_CONTROLS } from './quotas.ts';
import { SENT_MESSAGE_CONTROLS } from './sent-messages.ts';
import { STREAM_CONTROLS } from './stream.ts';
import { VIEW_CONTROLS } from './views.ts';

export const CONTROLS: readonly Control[] = [
  ...PHONE_CONTROLS,
  ...INBOUND_CONTROLS,
  ...CONTACT_CONTROLS,
  ...SENT_MESSAGE_CONTROLS,
  ...FLOW_LOG_CONTROLS,
  ...AGENT_CONTROLS,
  ...APP_CONTROLS,
  ...FAULT_CONTROLS,
  ...QUOTA_CONTROLS,
  ...CLOCK_CONTROLS,
  ...STREAM_CONTROLS,
  ...VIEW_CONTROLS,
];
