/** The customers' phones: they ring here, and what the flow says is read (and spoken, if wanted) here. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { UNTOLD_DEALS } from '../../crm/untold-deals.ts';
import type { CrmOpportunity } from '../crm/opportunities.ts';
import { callIn, type Facts, loadOpportunities, type Phone, phoneDoes } from './api.ts';

/** The claimed number that customers call (`local/seed.ts`). */
const MAIN_NUMBER = '+4930555010200';

export function PhonesArea({ facts }: { facts: Facts }) {
  const { connect } = facts;
  const [phones, setPhones] = useState<ReadonlyMap<string, Phone>>(new Map());
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [aloud, setAloud] = useState(false);
  const [problem, setProblem] = useState<string>();
  const said = useRef(new Map<string, number>());

  useEffect(() => {
    loadOpportunities().then((deals) => setNames(namesByNumber([...deals, ...Object.values(UNTOLD_DEALS)])));
    // The stream begins with the whole picture, also after a reconnect.
    const stream = new EventSource(`${connect}/simulator/stream`);
    stream.addEventListener('phone', ({ data }: MessageEvent<string>) => {
      const phone = JSON.parse(data) as Phone;
      setPhones((before) => new Map(before).set(phone.number, phone));
    });
    stream.addEventListener('open', () => setProblem(undefined));
    stream.addEventListener('error', () => setProblem('The local Connect does not answer.'));
    return () => stream.close();
  }, [connect]);

  useEffect(() => {
    for (const { number, heard } of phones.values()) {
      const fresh = heard.slice(said.current.get(number) ?? heard.length);
      said.current.set(number, heard.length);
      if (aloud) for (const { kind, text } of fresh) if (kind === 'text') speak(text);
    }
  }, [phones, aloud]);

  const act = (action: Promise<unknown>) => {
    setProblem(undefined);
    action.catch((error: Error) => setProblem(error.message));
  };
  const known = [...new Set([...phones.keys(), ...names.keys()])].map((number) => phones.get(number) ?? idle(number));
  const busyFirst = known.sort((one, other) => Number(one.state === 'idle') - Number(other.state === 'idle'));

  return (
    <section class="area phones" aria-label="Customers' phones">
      <div class="area-head">
        <h2>Customers’ phones</h2>
        <label>
          <input type="checkbox" checked={aloud} onChange={(event) => setAloud(event.currentTarget.checked)} /> speak
        </label>
      </div>
      {problem !== undefined && (
        <p class="answer bad" role="alert">
          {problem}
        </p>
      )}
      <ul class="phone-list">
        {busyFirst.map((phone) => (
          <PhoneRow key={phone.number} phone={phone} name={names.get(phone.number)} connect={connect} act={act} />
        ))}
      </ul>
    </section>
  );
}

const speak = (text: string): void => speechSynthesis.speak(new SpeechSynthesisUtterance(text));
const idle = (number: string): Phone => ({ number, state: 'idle', contactId: null, heard: [] });

const namesByNumber = (deals: readonly CrmOpportunity[]): ReadonlyMap<string, string> =>
  new Map(
    deals.flatMap(({ people }) => people.flatMap(({ name, phones }) => phones.map(({ number }) => [number, name]))),
  );

function PhoneRow(props: {
  phone: Phone;
  name: string | undefined;
  connect: string;
  act: (action: Promise<unknown>) => void;
}) {
  const { phone, name, connect, act } = props;
  const does = (action: 'answer' | 'decline' | 'hangup') => () => act(phoneDoes(connect, phone.number, action));
  const press = (digits: string) => act(phoneDoes(connect, phone.number, 'digits', { digits }));
  const ringing = phone.state === 'ringing';
  const talking = !ringing && phone.state !== 'idle';
  const label = name ?? phone.number;
  return (
    <li
      class={`phone ${ringing ? 'ringing' : talking ? 'talking' : ''}`}
      data-phone={phone.number}
      data-state={phone.state}
    >
      <div class="phone-face">
        <b dir="auto">{label}</b>
        <span class="number">{phone.number}</span>
        <span class="state" role="status">
          {ringing ? 'is ringing' : talking ? 'on the line' : ''}
        </span>
      </div>
      <div class="keys">
        {ringing && (
          <>
            <button type="button" class="call" onClick={does('answer')} aria-label={`Answer the phone of ${label}`}>
              Answer
            </button>
            <button
              type="button"
              class="stop"
              onClick={does('decline')}
              aria-label={`Decline on the phone of ${label}`}
            >
              Decline
            </button>
          </>
        )}
        {talking && (
          <button type="button" class="stop" onClick={does('hangup')} aria-label={`Hang up the phone of ${label}`}>
            Hang up
          </button>
        )}
        {phone.state === 'idle' && (
          <button
            type="button"
            class="link"
            onClick={() => act(callIn(connect, phone.number, MAIN_NUMBER))}
            aria-label={`Call in from ${label}`}
          >
            call in
          </button>
        )}
      </div>
      {talking && (
        <fieldset class="keypad" aria-label="Keypad">
          {[...'123456789*0#'].map((digit) => (
            <button key={digit} type="button" onClick={() => press(digit)}>
              {digit}
            </button>
          ))}
        </fieldset>
      )}
      {phone.state !== 'idle' && phone.heard.length > 0 && (
        <ul class="heard" aria-label="What the customer hears">
          {phone.heard.map(({ at, text, kind }) => (
            <li key={`${at} ${text}`} class={kind} dir="auto">
              {text}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
