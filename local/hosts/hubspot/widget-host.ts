/** HubSpot's end of the calling widget: the SDK's own IFrameManager as the host, and the rules in front of it. */
import * as sdk from '@hubspot/calling-extensions-sdk';
import type { HubspotDeal } from './facts.ts';
import { type Engagement, type WidgetMessage, WidgetRules } from './widget-rules.ts';

type ManagerOptions = ConstructorParameters<typeof sdk.IFrameManager>[0];
type SentMessage = Parameters<InstanceType<typeof sdk.IFrameManager>['sendMessage']>[0];

/** What SYNC carries beside the host's address (IFrameManager.onMessage reads it). */
export interface SyncFacts {
  readonly portalId: number;
  readonly userId: number;
  readonly ownerId: number;
  readonly iframeLocation: 'widget' | 'remote' | 'window';
  readonly usesCallingWindow: boolean;
}

class SyncingManager extends sdk.IFrameManager {
  readonly #facts: SyncFacts;

  constructor(options: ManagerOptions, facts: SyncFacts) {
    super(options);
    this.#facts = facts;
  }

  override sendMessage(message: SentMessage, callback?: (data: object) => void): void {
    super.sendMessage(message.type === 'SYNC' ? { ...message, ...this.#facts } : message, callback);
  }
}

export interface Clicked {
  readonly deal: HubspotDeal;
  readonly personId: number;
  readonly number: string;
  /** The record on the screen: the deal, or the contact itself. */
  readonly from: 'DEAL' | 'CONTACT';
}

export class WidgetHost {
  readonly rules: WidgetRules;
  readonly received: WidgetMessage[] = [];
  readonly #manager: SyncingManager;
  readonly #facts: SyncFacts;
  #dealOnScreen: number | undefined;

  constructor(
    widget: { readonly url: string; readonly place: string; readonly width: number; readonly height: number },
    facts: SyncFacts,
    deals: readonly HubspotDeal[],
    changed: () => void,
  ) {
    this.#facts = facts;
    const people = new Map(deals.flatMap((deal) => deal.people.map((person) => [person.id, person] as const)));
    this.rules = new WidgetRules(
      facts.portalId,
      [...people.values()].map(({ id, name, phones }) => ({ id, name, numbers: phones.map(({ number }) => number) })),
      Date.now(),
    );
    const iFrameOptions = {
      src: widget.url,
      ...{ width: `${widget.width}px`, height: `${widget.height}px`, hostElementSelector: widget.place },
    };
    const onMessageHandler = (message: WidgetMessage): void => {
      // Its own word to itself, once the widget has acknowledged.
      if (message.type === 'READY') return;
      this.received.push(message);
      const answers = this.rules.receive(message, this.#dealOnScreen);
      void this.#keepRecord(message).then(() => {
        for (const answer of answers) this.#manager.sendMessage(answer);
      });
      const { size } = this.rules;
      if (message.type === 'RESIZE_WIDGET' && size) this.#manager.updateIFrameSize(size);
      changed();
    };
    this.#manager = new SyncingManager({ iFrameOptions, debugMode: false, onMessageHandler }, facts);
  }

  /** HubSpot's record of the call is in the CRM before anybody is told its id. */
  async #keepRecord({ type, data }: WidgetMessage): Promise<void> {
    const { externalCallId } = Object(data) as Partial<Pick<Engagement, 'externalCallId'>>;
    const record = this.rules.engagements.find((one) => one.externalCallId === externalCallId);
    if (record === undefined || !['OUTGOING_CALL_STARTED', 'CALL_COMPLETED'].includes(type)) return;
    await fetch('engagements', { method: 'POST', body: JSON.stringify({ ...record, data }) });
  }

  /** False when nobody is logged in: HubSpot shows an alert then. */
  dial({ deal, personId, number, from }: Clicked): boolean {
    if (!this.rules.mayDial) return false;
    this.#dealOnScreen = from === 'DEAL' ? deal.id : undefined;
    const { portalId, ownerId } = this.#facts;
    // As it comes (issue 228): the record on the screen, and whose number it is.
    const data = {
      ...{ phoneNumber: number, phone_number: number, portalId, ownerId, subjectId: 0, threadId: 0 },
      ...{ objectId: from === 'DEAL' ? deal.id : personId, objectType: from },
      calleeInfo: { calleeId: personId, calleeObjectTypeId: '0-1' },
      ...{ startTimestamp: Date.now(), toPhoneNumberSrc: 'phone' },
    };
    this.#manager.sendMessage({ type: 'DIAL_NUMBER', data } as SentMessage);
    return true;
  }
}
