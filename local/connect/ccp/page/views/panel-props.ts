import type { AgentContact } from '../../../agent-session.ts';
import type { SoftphoneModel, SoftphoneState } from '../model.ts';
import type { Update } from '../wire.ts';

export interface PanelProps {
  readonly contact: AgentContact;
  readonly state: SoftphoneState;
  readonly update: Update;
  readonly model: SoftphoneModel;
}
