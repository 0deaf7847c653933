import type { ParticipantData } from '@amazon-connect/contact';
import type { CallParty, CallPhase, SoftphoneCall } from './softphone.ts';
import { initialFirst, partyKind, partyState } from './state-kinds.ts';
import type { WorkspaceApp } from './workspace-app.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';

export interface WorkspaceCall {
  /** `offered` is left open: it depends on the phase too. */
  readonly call: Omit<SoftphoneCall, 'offered'>;
  /** As the agent's own participation shows it: the SDK has no question for a contact's state. */
  readonly phase: CallPhase;
  /** The agent is rung, and somebody is there to talk to: so it is theirs to take. Not so a call that they have dialled. */
  readonly rings: boolean;
  readonly since: number;
}

interface Participant extends ParticipantData {
  /** Undefined when they have left. */
  readonly state: CallParty['state'] | undefined;
}

const PHASES: Readonly<Record<CallParty['state'], CallPhase>> = {
  ringing: 'ringing',
  connected: 'connected',
  hold: 'connected',
};

/** Asks for everything at once. What cannot be had (permission, or the call has just gone) stays as it was known before. */
export async function readWorkspaceCall(
  { contact, voice }: Pick<WorkspaceApp, 'contact' | 'voice'>,
  id: string,
  memory: Pick<WorkspaceMemory, 'party' | 'related'>,
  before: WorkspaceCall['call'] | undefined,
): Promise<WorkspaceCall> {
  const [attributes, phone, queue, participants, duration] = await Promise.all([
    contact.getAttributes(id, '*').catch(() => before?.attributes ?? {}),
    voice.getInitialCustomerPhoneNumber(id).catch(() => before?.phone),
    contact.getQueue(id).then(
      ({ name }) => name,
      () => before?.queue,
    ),
    readParticipants(contact, id),
    contact.getStateDuration(id).catch(() => 0),
  ]);
  const self = participants.find(({ isSelf }) => isSelf);
  const initial = participants.find(({ isInitial, isSelf }) => isInitial && !isSelf);
  const related = memory.related(id);
  return {
    call: {
      connectContactId: id,
      inbound: initial ? initial.type.value === 'inbound' : (before?.inbound ?? true),
      ...(phone ? { phone } : {}),
      ...(queue ? { queue } : {}),
      attributes,
      ...(related === undefined ? {} : { relatedContactId: related }),
      parties: partiesOf(participants, (partyId) => memory.party(id, partyId), phone),
    },
    phase: self?.state === undefined ? 'ended' : PHASES[self.state],
    rings: self?.state === 'ringing' && initial !== undefined && initial.state !== 'ringing',
    since: Date.now() - duration,
  };
}

async function readParticipants(contact: WorkspaceApp['contact'], id: string): Promise<readonly Participant[]> {
  const listed = await contact.listParticipants(id).catch(() => []);
  return Promise.all(
    listed.map(async (participant) => {
      // Who goes between the list and the question is none any more.
      const state = await contact.getParticipantState(participant.participantId).catch(() => undefined);
      return { ...participant, state: state === undefined ? undefined : partyState(state.value) };
    }),
  );
}

function partiesOf(
  participants: readonly Participant[],
  known: (partyId: string) => Partial<CallParty> | undefined,
  phone: string | undefined,
): readonly CallParty[] {
  return initialFirst(
    participants.flatMap(({ participantId, isInitial, isSelf, type, state }): CallParty[] => {
      // Who only listens in is nobody's business.
      if (state === undefined || isSelf || type.value === 'monitoring') return [];
      return [
        {
          partyId: participantId,
          initial: isInitial,
          kind: partyKind(type.value),
          state,
          ...(isInitial && phone ? { number: phone } : {}),
          ...known(participantId),
        },
      ];
    }),
  );
}
