/** The customers' phones: they ring here, and what the flow says is read (and spoken, if wanted) here. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { callIn, type Facts, loadOpportunities, loadPhones, type Phone, phoneDoes } from './api.ts';

/** The claimed number that customers call (`local/seed.ts`). */
const MAIN_NUMBER = '+4930555010200';

export function PhonesArea({ facts }: { facts: Facts }) {
  const { connect } = facts;
  const [phones, setPhones] = useState<readonly Phone[]>([]);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [aloud, setAloud] = useState(false);
  const [problem, setProblem] = useState<string>();
  const said = useRef(new Map<string, number>());

  const refresh = useCallback(() => {
    loadPhones(connect).then(setPhones, () => setProblem('The local Connect does not answer.'));
  }, [connect]);

  useEffect(() => {
    loadOpportunities().then((deals) =>
      setNames(
        new Map(
          deals.flatMap(({ people }) =>
            people.flatMap(({ name, phones }) => phones.map(({ number }) => [number, name] as const)),
          ),
        ),
      ),
    );
    refresh();
    const stream = new EventSource(`${connect}/simulator/stream`);
    let due: number | undefined;
    // Many changes come at once: one look per frame is enough.
    const soon = () => {
      if (due !== undefined) return;
      due = requestAnimationFrame(() => {
        due = undefined;
        refresh();
      });
    };
    for (const type of ['message', 'phone', 'contact', 'agent']) stream.addEventListener(type, soon);
    stream.addEventListener('open', () => setProblem(undefined));
    return () => stream.close();
  }, [connect, refresh]);

  useEffect(() => {
    for (const { number, heard } of phones) {
      const before = said.current.get(number) ?? heard.length;
      if (aloud) for (const line of heard.slice(before)) speechSynthesis.speak(new SpeechSynthesisUtterance(line));
      said.current.set(number, heard.length);
    }
  }, [phones, aloud]);

  const act = (action: Promise<unknown>) => {
    setProblem(undefined);
    action.then(refresh, (error: Error) => setProblem(error.message));
  };
  const known = [...new Set([...phones.map(({ number }) => number), ...names.keys()])].map(
    (number) =>
      phones.find((phone) => phone.number === number) ?? { number, state: 'idle', behavior: 'manual', heard: [] },
  );
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
          {phone.heard.map((line, index) => (
            <li key={index} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
